import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { betas, uniform } from '../agrees.ts'
import { useCpuBackend } from '../cpu-backend.ts'
import { run } from '../run.ts'
import type { Rule } from '../../src/engine/rule.ts'
import { lamb } from '../../src/rules/lamb.ts'
import { lars } from '../../src/rules/lars.ts'
import { lambRecurrence, larsRecurrence } from './layerwise.ts'
import type { VectorRecurrence } from './layerwise.ts'

beforeAll(useCpuBackend)

const weightDecay = uniform(0, 0.1)

/** Checks a rule against its recurrence: 100 steps of a vector whose gradients differ in size by factors of ten. */
function agrees<T>(
  options: fc.Arbitrary<T>,
  rule: (options: T) => Rule,
  recurrence: (options: T) => VectorRecurrence,
): void {
  const scales = [1, 10, 0.1, 0.01, 0.001]
  const gradient = fc.tuple(...scales.map((scale) => uniform(-scale, scale)))
  const starts = fc.constantFrom([0.5, -0.25, 1, 0.75, -1], [0, 0, 0, 0, 0])
  fc.assert(
    fc.property(options, starts, fc.integer(), (options, initial, seed) => {
      const gradients = fc.sample(gradient, { seed, numRuns: 100 })
      const path = run(rule(options), initial, gradients)
      recurrence(options)(initial, gradients).forEach((expected, step) =>
        expected.forEach((value, index) => {
          const error = Math.abs(path[step][index] - value)
          expect(error).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)))
        }),
      )
    }),
    { numRuns: 10, seed: 1 },
  )
}

describe('100 random steps agree with the float64 recurrence', () => {
  it('of lamb', () => agrees(fc.record({ ...betas, weightDecay }), lamb, lambRecurrence))

  it('of lars', () =>
    agrees(
      fc.record({
        learningRate: uniform(1e-3, 1),
        weightDecay,
        trustCoefficient: uniform(1e-4, 0.02),
        epsilon: uniform(0, 0.1),
        momentum: betas.beta1,
        nesterov: fc.boolean(),
      }),
      lars,
      larsRecurrence,
    ))
})
