import {
  broadcastTo,
  clone,
  engine,
  getBackend,
  getKernel,
  mul,
  scalar,
  sum,
  tidy,
} from '@tensorflow/tfjs-core'
import type { NamedAttrMap, NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Cohort } from './cohort.ts'
import type { Expression, Operand } from './expression.ts'

/** Computes an expression: one tensor per parameter, which the cohort keeps. */
export function compute(cohort: Cohort, expression: Expression): readonly Tensor[] {
  const known = cohort.tensors.get(expression)
  if (known !== undefined) return known
  const result = canFuse()
    ? runFused('TunekitFormulas', cohort, [expression])
    : computeByOps(cohort, expression)
  cohort.tensors.set(expression, result)
  return result
}

/** Computes the sums of expressions over the elements: for each expression, one scalar per parameter. */
export function computeSums(cohort: Cohort, expressions: readonly Expression[]): (readonly Tensor[])[] {
  return expressions.map((expression) => {
    return canFuse()
      ? runFused('TunekitSums', cohort, [expression])
      : compute(cohort, expression).map((values) => sum(values))
  })
}

/**
 * Assigns to each variable the value of an expression.
 *
 * @param next Pairs of the expression of the variable and the expression of its next value
 */
export function assign(cohort: Cohort, next: readonly (readonly [Expression, Expression])[]): void {
  const changes = next.filter(([current, following]) => current !== following)
  const fused = canFuse() ? changes.filter(([, following]) => isFormula(cohort, following)) : []
  const others = changes.filter((change) => !fused.includes(change))
  // The next value of a variable may be another variable, which is about to change.
  const values = others.map(([, following]) => compute(cohort, following).map((tensor) => clone(tensor)))
  if (fused.length > 0) {
    const into = fused.map(([current]) => current)
    for (const expression of into) unshare(cohort.tensors.get(expression) as Variable[])
    runFused(
      'TunekitFormulas',
      cohort,
      fused.map(([, following]) => following),
      into,
    )
  }
  others.forEach(([current], index) => {
    const variables = cohort.tensors.get(current) as Variable[]
    variables.forEach((variable, parameter) => variable.assign(values[index][parameter]))
  })
}

/** Copies the values of variables that share them, for example with clones, so that the values can change in place. */
function unshare(variables: readonly Variable[]): void {
  const { tensorInfo } = engine().state
  for (const variable of variables) {
    // The reference count is on the backend that created the values, which may not be the active backend.
    const backend = tensorInfo.get(variable.dataId)?.backend
    if (backend && backend.refCount(variable.dataId) > 1) tidy(() => variable.assign(mul(variable, 1)))
  }
}

/** Whether the result has the parameter's size; a slot of a tensorwise rule may have another shape. */
function isFormula({ variables, tensors }: Cohort, expression: Expression): boolean {
  return tensors.get(expression)?.every(({ size }, index) => size === variables[index].size) ?? true
}

/** Whether the active backend has the kernels for formulas. */
function canFuse(): boolean {
  return getKernel('TunekitFormulas', getBackend()) !== undefined
}

/**
 * Computes formulas with a kernel, for all parameters of a cohort in one call.
 *
 * @param into The expressions of the variables that are overwritten with the results. Without `into`, the results are
 *   new tensors: for each formula, one per parameter
 */
function runFused(
  kernel: string,
  cohort: Cohort,
  formulas: readonly Expression[],
  into?: readonly Expression[],
): Tensor[] {
  const attrs = { formulas, into, tensors: cohort.tensors, parameters: cohort.variables }
  return engine().runKernel<Tensor[]>(kernel, {}, attrs as unknown as NamedAttrMap)
}

/** Computes an expression with tfjs ops. */
function computeByOps(cohort: Cohort, { operation, operands }: Expression): readonly Tensor[] {
  const inputs = operands.map((operand: Operand) => {
    if (typeof operand !== 'number') return compute(cohort, operand)
    const constant = scalar(operand)
    return cohort.variables.map(() => constant)
  })
  return cohort.variables.map(({ shape }, index) => {
    const values = inputs.map((input) => input[index])
    // Select is the only kernel that does not broadcast.
    const [a, b, c] = operation === 'Select' ? values.map((tensor) => broadcastTo(tensor, shape)) : values
    // Kernels look up their inputs by name and ignore the others.
    const named = { a, b, x: a, condition: a, t: b, e: c } as unknown as NamedTensorMap
    return engine().runKernel<Tensor>(operation!, named)
  })
}
