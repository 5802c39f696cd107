import type { Rule } from '../engine/rule.ts'
import { collective } from '../kinds/collective.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positiveInteger } from '../options/option.ts'

/**
 * Gradient accumulation: one update by the mean gradient of several steps, as if their batches were one batch.
 *
 *     sₜ = sₜ₋₁ + gₜ
 *     gₜ ← sₜ / k and sₜ = 0      at every k-th step; otherwise later links do not run
 *
 * Later links count updates: Adam's t is 1 at the k-th step. Schedules still count the optimizer's steps: n updates are
 * k n steps. If a parameter has no gradient in one of the k steps, the gradient counts as 0; if it has no gradient in
 * the k-th step, its sum is kept until the next k-th step. Earlier links, such as `clipByValue`, receive every
 * gradient.
 *
 * Differs from optax's `MultiSteps`, which keeps the running mean instead of the sum.
 *
 * @param steps k, a positive integer
 * @throws {RangeError} If k is out of range
 * @example
 * const optimizer = toOptimizer(chain(accumulate(4), adam()))
 */
export function accumulate(steps: number): Rule {
  return collective({
    name: 'accumulate',
    slots: ['sum'],
    transforms: 'gradient',
    options: declareOptions({ steps }, { steps: positiveInteger() }),
    shared: { count: 0 },
    share: ({ count }) => ({ count: (count % steps) + 1 }),
    step(gradient, state, { parameter, shared }) {
      const sum = state.sum.add(gradient)
      if (shared.count < steps) return { update: undefined, state: { sum } }
      // A product with the parameter, not with the sum, so that the result is 0 even if the sum is NaN.
      return { update: sum.div(steps), state: { sum: parameter.mul(0) } }
    },
  })
}
