import { tensor, tidy, variable } from '@tensorflow/tfjs-core'
import type { Rule } from '../src/engine/rule.ts'
import { toOptimizer } from '../src/engine/to-optimizer.ts'
import type { RuleOptimizer } from '../src/engine/to-optimizer.ts'

/** Trains one tensor of any shape, filled with ones or another number. Leaks no tensor. */
export async function matrixRun<T>(
  rule: Rule,
  shape: number[],
  train: (optimizer: RuleOptimizer, apply: (gradient: readonly number[]) => number[]) => T | Promise<T>,
  initial = 1,
): Promise<T> {
  const size = shape.reduce((product, length) => product * length, 1)
  const parameter = tidy(() => variable(tensor(Array<number>(size).fill(initial), shape, 'float32')))
  const optimizer = toOptimizer(rule)
  const apply = (gradient: readonly number[]): number[] => {
    tidy(() => optimizer.applyGradients({ [parameter.name]: tensor([...gradient], shape, 'float32') }))
    return [...parameter.dataSync()]
  }
  const result = await train(optimizer, apply)
  optimizer.dispose()
  parameter.dispose()
  return result
}
