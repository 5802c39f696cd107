import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { useCpuBackend } from './cpu-backend.ts'
import { chain } from '../src/chain.ts'
import type { Rule } from '../src/rule.ts'
import { adaBelief } from '../src/rules/ada-belief.ts'
import { adamW } from '../src/rules/adam-w.ts'
import { adam } from '../src/rules/adam.ts'
import { nadam } from '../src/rules/nadam.ts'
import { sgd } from '../src/rules/sgd.ts'
import { l2 } from '../src/transforms/l2.ts'
import { adaBeliefRecurrence, adamRecurrence, nadamRecurrence, sgdRecurrence } from './recurrences.ts'
import type { Recurrence } from './recurrences.ts'
import { run } from './run.ts'

beforeAll(useCpuBackend)

const betas = {
  learningRate: fc.double({ min: 1e-4, max: 1e-2, noNaN: true }),
  beta1: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
  beta2: fc.double({ min: 0.9, max: 0.9999, noNaN: true }),
  epsilon: fc.double({ min: 1e-8, max: 0.1, noNaN: true }),
}

/** Compares 100 steps on five elements whose gradients differ in size by factors of ten. */
function agrees<T>(
  options: fc.Arbitrary<T>,
  rule: (options: T) => Rule,
  recurrence: (options: T) => Recurrence,
) {
  const scales = [1, 10, 0.1, 0.01, 0.001]
  const gradient = fc.tuple(...scales.map((scale) => fc.double({ min: -scale, max: scale, noNaN: true })))
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
    { numRuns: 10 },
  )
}

describe('100 random steps agree with the float64 recurrence', () => {
  it('of sgd', () => {
    const options = fc.record({
      learningRate: betas.learningRate,
      momentum: betas.beta1,
      nesterov: fc.boolean(),
    })
    agrees(options, sgd, sgdRecurrence)
  })

  it('of adam', () => agrees(fc.record(betas), adam, adamRecurrence))

  it('of adam behind l2', () =>
    agrees(
      fc.record({ ...betas, l2: fc.double({ min: 0, max: 0.1, noNaN: true }) }),
      (options) => chain(l2(options.l2), adam(options)),
      adamRecurrence,
    ))

  it('of adamW', () =>
    agrees(
      fc.record({
        ...betas,
        weightDecay: fc.double({ min: 0, max: 0.1, noNaN: true }),
        scaleByLearningRate: fc.boolean(),
      }),
      adamW,
      ({ weightDecay, scaleByLearningRate, ...options }) =>
        adamRecurrence({
          ...options,
          decay: scaleByLearningRate ? options.learningRate * weightDecay : weightDecay,
        }),
    ))

  it('of nadam', () => agrees(fc.record({ ...betas, beta2InRoot: fc.boolean() }), nadam, nadamRecurrence))

  it('of adaBelief', () =>
    agrees(
      fc.record({
        ...betas,
        epsilonRoot: fc.double({ min: 0, max: 1e-6, noNaN: true }),
        biasCorrection: fc.boolean(),
      }),
      adaBelief,
      adaBeliefRecurrence,
    ))
})
