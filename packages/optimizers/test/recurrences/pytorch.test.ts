import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import { adadelta } from '../../src/rules/adadelta.ts'
import { adagrad } from '../../src/rules/adagrad.ts'
import { adamax } from '../../src/rules/adamax.ts'
import { amsgrad } from '../../src/rules/amsgrad.ts'
import { nadam } from '../../src/rules/nadam.ts'
import { nadamW } from '../../src/rules/nadam-w.ts'
import { radam } from '../../src/rules/radam.ts'
import { rmsprop } from '../../src/rules/rmsprop.ts'
import { agrees, betas } from '../agrees.ts'
import { useCpuBackend } from '../cpu-backend.ts'
import {
  adadeltaRecurrence,
  adagradRecurrence,
  adamaxRecurrence,
  amsgradRecurrence,
  radamRecurrence,
  rmspropRecurrence,
  warmNadamRecurrence,
} from './pytorch.ts'

beforeAll(useCpuBackend)

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const { learningRate, epsilon } = betas
const momentumDecay = fc.oneof(between(1e-3, 2), fc.constantFrom(4e-3, 1))

describe('100 random steps agree with the float64 recurrence', () => {
  it('of rmsprop', () =>
    agrees(
      fc.record({
        learningRate,
        decay: between(0.8, 0.999),
        epsilon,
        centered: fc.boolean(),
        momentum: fc.constantFrom(0, 0.5, 0.9),
      }),
      rmsprop,
      rmspropRecurrence,
    ))

  it('of adagrad', () =>
    agrees(
      fc.record({
        learningRate,
        learningRateDecay: between(0, 1),
        initialAccumulator: between(0, 1),
        epsilon,
      }),
      adagrad,
      adagradRecurrence,
    ))

  it('of adadelta', () =>
    agrees(
      fc.record({ learningRate: between(0.01, 1), decay: between(0.8, 0.99), epsilon: between(1e-8, 1e-4) }),
      adadelta,
      adadeltaRecurrence,
    ))

  it('of amsgrad', () =>
    agrees(
      fc.record({
        ...betas,
        biasCorrection: fc.boolean(),
        initialAccumulator: fc.constantFrom(0, 1e-8, 0.1),
      }),
      amsgrad,
      amsgradRecurrence,
    ))

  it('of adamax', () => agrees(fc.record(betas), adamax, adamaxRecurrence))

  it('of radam', () =>
    agrees(
      fc.record({ ...betas, beta2: between(0.3, 0.9999), rectificationThreshold: fc.constantFrom(4, 5, 6) }),
      radam,
      radamRecurrence,
    ))

  it('of nadam with momentumDecay', () =>
    agrees(fc.record({ ...betas, momentumDecay }), nadam, warmNadamRecurrence))

  it('of nadamW', () =>
    agrees(
      fc.record({ ...betas, momentumDecay, weightDecay: between(0, 0.1), scaleByLearningRate: fc.boolean() }),
      nadamW,
      ({ weightDecay, scaleByLearningRate, ...options }) =>
        warmNadamRecurrence({
          ...options,
          decay: scaleByLearningRate ? options.learningRate * weightDecay : weightDecay,
        }),
    ))
})
