import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import { agrees, betas, uniform } from './agrees.ts'
import { useCpuBackend } from './cpu-backend.ts'
import { chain } from '../src/kinds/chain.ts'
import { adaBelief } from '../src/rules/ada-belief.ts'
import { adamW } from '../src/rules/adam-w.ts'
import { adam } from '../src/rules/adam.ts'
import { nadam } from '../src/rules/nadam.ts'
import { sgd } from '../src/rules/sgd.ts'
import { l2 } from '../src/transforms/l2.ts'
import { adaBeliefRecurrence, adamRecurrence, nadamRecurrence, sgdRecurrence } from './recurrences.ts'

beforeAll(useCpuBackend)

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

  it('of adam after l2', () =>
    agrees(
      // If decay and gradient nearly cancel, float32 rounding determines the sign, so ε has to be larger than the remainder.
      fc.record({ ...betas, epsilon: uniform(1e-2, 0.1), l2: fc.double({ min: 0, max: 0.1, noNaN: true }) }),
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
