import { broadcastTo, clone, engine, getBackend, getKernel, scalar, sum } from '@tensorflow/tfjs-core'
import type { NamedAttrMap, NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Expression, Operand } from './expression.ts'
import type { Group } from './cohort.ts'
import { own } from './own.ts'

/** Computes an expression: a tensor per parameter, which the group knows from then on. */
export function evaluate(group: Group, expression: Expression): readonly Tensor[] {
  const known = group.tensors.get(expression)
  if (known !== undefined) return known
  const result = canFuse()
    ? runFused('TunekitFormulas', group, [expression])
    : evaluateInOps(group, expression)
  group.tensors.set(expression, result)
  return result
}

/** Sums expressions up over the elements: for each a tensor of rank 0 per parameter. */
export function sumUp(group: Group, expressions: readonly Expression[]): (readonly Tensor[])[] {
  return expressions.map((expression) => {
    return canFuse()
      ? runFused('TunekitSums', group, [expression])
      : evaluate(group, expression).map((all) => sum(all))
  })
}

/** Gives variables the values of expressions. Both go by expressions, that of the variables first. */
export function assign(group: Group, next: readonly (readonly [Expression, Expression])[]): void {
  const changes = next.filter(([now, then]) => now !== then)
  const fused = canFuse() ? changes.filter(([, then]) => isFormula(group, then)) : []
  const others = changes.filter((change) => !fused.includes(change))
  // A variable may be the next value of another, and about to change.
  const values = others.map(([, then]) => evaluate(group, then).map((tensor) => clone(tensor)))
  if (fused.length > 0) {
    const into = fused.map(([now]) => now)
    for (const expression of into) own(group.tensors.get(expression) as Variable[])
    runFused(
      'TunekitFormulas',
      group,
      fused.map(([, then]) => then),
      into,
    )
  }
  others.forEach(([now], index) => {
    const variables = group.tensors.get(now) as Variable[]
    variables.forEach((variable, parameter) => variable.assign(values[index][parameter]))
  })
}

/** Whether an expression gives a number for each element; what a rule of tensors made may have another shape. */
function isFormula({ variables, tensors }: Group, expression: Expression): boolean {
  return tensors.get(expression)?.every(({ size }, index) => size === variables[index].size) ?? true
}

/** Whether the active backend computes formulas. */
function canFuse(): boolean {
  return getKernel('TunekitFormulas', getBackend()) !== undefined
}

/**
 * Computes formulas by a kernel, for all parameters of a group in one call.
 *
 * @param into Whose tensors get the results in place. Without it the results are new, for each formula one per parameter
 */
function runFused(
  kernel: string,
  group: Group,
  formulas: readonly Expression[],
  into?: readonly Expression[],
): Tensor[] {
  const attrs = { formulas, into, tensors: group.tensors, parameters: group.variables }
  return engine().runKernel<Tensor[]>(kernel, {}, attrs as unknown as NamedAttrMap)
}

/** Computes an expression op by op. */
function evaluateInOps(group: Group, { operation, operands }: Expression): readonly Tensor[] {
  const inputs = operands.map((operand: Operand) => {
    if (typeof operand !== 'number') return evaluate(group, operand)
    const constant = scalar(operand)
    return group.variables.map(() => constant)
  })
  return group.variables.map(({ shape }, index) => {
    const own = inputs.map((input) => input[index])
    // This kernel alone does not broadcast.
    const [a, b, c] = operation === 'Select' ? own.map((tensor) => broadcastTo(tensor, shape)) : own
    // A kernel takes of these what it knows by name.
    const named = { a, b, x: a, condition: a, t: b, e: c } as unknown as NamedTensorMap
    return engine().runKernel<Tensor>(operation!, named)
  })
}
