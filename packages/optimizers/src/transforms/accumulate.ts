import type { Rule } from '../engine/rule.ts'
import { collective } from '../kinds/collective.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positiveInteger } from '../options/option.ts'

/**
 * Gradient accumulation: one update by the mean gradient of several steps, as if their batches had been one.
 *
 *     sₜ = sₜ₋₁ + gₜ
 *     gₜ ← sₜ / k and sₜ = 0      at every k-th step; otherwise the links behind do not run
 *
 * The links behind count updates: Adam's t is 1 at the k-th step. Schedules go by the optimizer's steps all the same: n
 * updates are k n of them. A parameter that has no gradient in one of the k steps counts with 0 in it, and one that
 * misses the k-th keeps its sum until the next. The links in front, such as `clipByValue`, see every gradient.
 *
 * Differs from optax's `MultiSteps`, which keeps the mean so far instead of the sum.
 *
 * @param steps k, a whole number ≥ 1
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
      // 0, even if the sum is NaN
      return { update: sum.div(steps), state: { sum: parameter.mul(0) } }
    },
  })
}
