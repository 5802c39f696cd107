import { tensor, tensor1d, tidy, variable } from '@tensorflow/tfjs-core'
import type { Variable } from '@tensorflow/tfjs-core'
import type { Rule } from '../src/engine/rule.ts'
import { toOptimizer } from '../src/engine/to-optimizer.ts'
import type { RuleOptimizer } from '../src/engine/to-optimizer.ts'

/** Creates a float32 vector variable. */
export function vector(values: readonly number[], name?: string): Variable {
  return tidy(() => variable(tensor1d([...values], 'float32'), true, name))
}

/** Applies one gradient for each of the named variables, in the order given. */
export function applyStep(
  optimizer: RuleOptimizer,
  gradients: Readonly<Record<string, readonly number[]>>,
): void {
  tidy(() =>
    optimizer.applyGradients(
      Object.entries(gradients).map(([name, values]) => ({ name, tensor: tensor1d([...values], 'float32') })),
    ),
  )
}

/** Trains one vector on given gradients, or on a function of its values. Leaks no tensor. */
export function run(
  rule: Rule,
  initial: readonly number[],
  gradients: readonly (readonly number[] | ((position: number[]) => number[]))[],
): number[][] {
  const parameter = vector(initial)
  const optimizer = toOptimizer(rule)
  const path = gradients.map((gradient) => {
    const values = typeof gradient === 'function' ? gradient([...parameter.dataSync()]) : gradient
    applyStep(optimizer, { [parameter.name]: values })
    return [...parameter.dataSync()]
  })
  optimizer.dispose()
  parameter.dispose()
  return path
}

/** The initial values of several tensors, and their gradients at each step. */
export interface Trajectory {
  readonly shapes: Readonly<Record<string, number[]>>
  readonly initial: Readonly<Record<string, number[]>>
  readonly gradients: readonly Readonly<Record<string, number[]>>[]
}

/** Returns the final values of the tensors. Leaks no tensor. */
export function runTrajectory(
  rule: Rule,
  { shapes, initial, gradients }: Trajectory,
): Record<string, number[]> {
  const names = Object.keys(shapes)
  const variables = names.map((name) => {
    return tidy(() => variable(tensor(initial[name], shapes[name], 'float32'), true, name))
  })
  const optimizer = toOptimizer(rule)
  for (const step of gradients) {
    tidy(() => {
      const named = names.map((name) => ({ name, tensor: tensor(step[name], shapes[name], 'float32') }))
      optimizer.applyGradients(named)
    })
  }
  const end = variables.map((each) => [each.name, [...each.dataSync()]])
  optimizer.dispose()
  variables.forEach((each) => each.dispose())
  return Object.fromEntries(end) as Record<string, number[]>
}
