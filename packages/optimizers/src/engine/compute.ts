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

/** Computes an expression: a tensor for each parameter, which the cohort knows from then on. */
export function compute(cohort: Cohort, expression: Expression): readonly Tensor[] {
  const known = cohort.tensors.get(expression)
  if (known !== undefined) return known
  const result = canFuse()
    ? runFused('TunekitFormulas', cohort, [expression])
    : computeByOps(cohort, expression)
  cohort.tensors.set(expression, result)
  return result
}

/** Computes the sums of expressions over the elements: for each expression, a tensor of rank 0 for each parameter. */
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
 * @param next Pairs: the expression of the variable, and the expression of its next value
 */
export function assign(cohort: Cohort, next: readonly (readonly [Expression, Expression])[]): void {
  const changes = next.filter(([current, following]) => current !== following)
  const fused = canFuse() ? changes.filter(([, following]) => isFormula(cohort, following)) : []
  const others = changes.filter((change) => !fused.includes(change))
  // A variable may be the next value of another, and about to change.
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

/** Gives variables that share their values, with clones for example, values of their own, which may change in place. */
function unshare(variables: readonly Variable[]): void {
  const { tensorInfo } = engine().state
  for (const variable of variables) {
    // Not the active backend: it does not know yet who shares the values of a variable that another backend made.
    const backend = tensorInfo.get(variable.dataId)?.backend
    if (backend && backend.refCount(variable.dataId) > 1) tidy(() => variable.assign(mul(variable, 1)))
  }
}

/** Whether an expression gives a number for each element; a tensor that a tensorwise rule made may have another shape. */
function isFormula({ variables, tensors }: Cohort, expression: Expression): boolean {
  return tensors.get(expression)?.every(({ size }, index) => size === variables[index].size) ?? true
}

/** Whether the active backend computes formulas. */
function canFuse(): boolean {
  return getKernel('TunekitFormulas', getBackend()) !== undefined
}

/**
 * Computes formulas by a kernel, for all parameters of a cohort in one call.
 *
 * @param into Expressions of variables, which get the results in place. Without it, each formula gives a new tensor for
 *   each parameter
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

/** Computes an expression by one tfjs op after the other. */
function computeByOps(cohort: Cohort, { operation, operands }: Expression): readonly Tensor[] {
  const inputs = operands.map((operand: Operand) => {
    if (typeof operand !== 'number') return compute(cohort, operand)
    const constant = scalar(operand)
    return cohort.variables.map(() => constant)
  })
  return cohort.variables.map(({ shape }, index) => {
    const values = inputs.map((input) => input[index])
    // This kernel alone does not broadcast.
    const [a, b, c] = operation === 'Select' ? values.map((tensor) => broadcastTo(tensor, shape)) : values
    // A kernel takes the inputs that it knows by name.
    const named = { a, b, x: a, condition: a, t: b, e: c } as unknown as NamedTensorMap
    return engine().runKernel<Tensor>(operation!, named)
  })
}
