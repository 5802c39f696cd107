import { beforeAll, describe, expect, it } from '@jest/globals'
import { tensor, tidy, variable } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { useCpuBackend } from '../cpu-backend.ts'
import type { Rule } from '../../src/engine/rule.ts'
import { adafactor } from '../../src/rules/adafactor.ts'
import { prodigy } from '../../src/rules/prodigy.ts'
import { scheduleFreeAdamW } from '../../src/rules/schedule-free-adam-w.ts'
import { toOptimizer } from '../../src/engine/to-optimizer.ts'
import { adafactorRecurrence, prodigyRecurrence, scheduleFreeRecurrence } from './collective.ts'
import type { VectorRecurrence } from './collective.ts'

beforeAll(useCpuBackend)

const double = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const adamOptions = {
  learningRate: double(1e-4, 1e-2),
  beta1: double(0.5, 0.95),
  beta2: double(0.9, 0.9999),
  epsilon: double(1e-8, 0.1),
  weightDecay: double(0, 0.1),
}

/** Compares steps on six elements whose gradients differ in size by factors of ten. */
function agrees<T>(
  options: fc.Arbitrary<T>,
  rule: (options: T) => Rule,
  recurrence: (options: T) => VectorRecurrence,
  { shape = [6], initial = [0.5, -0.25, 1, 0.75, -1, 0.3], steps = 100 } = {},
) {
  const scales = [1, 10, 0.1, 0.01, 0.001, 1]
  const gradient = fc.tuple(...scales.map((scale) => double(-scale, scale)))
  fc.assert(
    fc.property(options, fc.integer(), (options, seed) => {
      const gradients = fc.sample(gradient, { seed, numRuns: steps }) as number[][]
      const path = runShaped(rule(options), shape, initial, gradients)
      const expected = recurrence(options)(initial, gradients)
      path.forEach((position, step) =>
        position.forEach((value, index) => {
          const error = Math.abs(value - expected[step][index])
          expect(error).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected[step][index])))
        }),
      )
    }),
    { numRuns: 10, seed: 1 },
  )
}

function runShaped(rule: Rule, shape: number[], initial: number[], gradients: number[][]): number[][] {
  const parameter = tidy(() => variable(tensor(initial, shape, 'float32')))
  const optimizer = toOptimizer(rule)
  const path = gradients.map((values) => {
    tidy(() => optimizer.applyGradients({ [parameter.name]: tensor(values, shape, 'float32') }))
    return [...parameter.dataSync()]
  })
  optimizer.dispose()
  parameter.dispose()
  return path
}

describe('random steps agree with the float64 recurrence', () => {
  it('of scheduleFreeAdamW', () =>
    agrees(
      fc.record({ ...adamOptions, warmupSteps: fc.integer({ min: 0, max: 50 }), weightPower: double(0, 3) }),
      scheduleFreeAdamW,
      scheduleFreeRecurrence,
    ))

  const prodigyOptions = {
    ...adamOptions,
    learningRate: double(0.1, 1),
    beta3: double(0.9, 0.999),
    dCoefficient: double(0.5, 2),
    growthRate: double(1.01, 2),
    biasCorrection: fc.boolean(),
    safeguardWarmup: fc.boolean(),
  }

  it('of prodigy', () =>
    // The step size depends on the distance that the weights have moved, which float32 holds with fewer digits than the
    // weights, and the error grows with every step. So there are 40 steps.
    agrees(
      fc.record({ ...prodigyOptions, d0: fc.constantFrom(2 ** -6, 2 ** -8) }),
      prodigy,
      prodigyRecurrence,
      { steps: 40 },
    ))

  it('of prodigy from a small step size', () =>
    // With initial weights of 0, float32 holds all digits of the distance.
    agrees(fc.record({ ...prodigyOptions, d0: fc.constant(2 ** -20) }), prodigy, prodigyRecurrence, {
      initial: [0, 0, 0, 0, 0, 0],
    }))

  const adafactorOptions = fc.record({
    learningRate: double(1e-3, 0.2),
    decayExponent: double(0.3, 1),
    clipThreshold: double(0.5, 2),
    epsilon1: double(1e-30, 1e-6),
    epsilon2: double(1e-3, 1),
    weightDecay: double(0, 0.1),
    relativeStep: fc.boolean(),
    scaleByParameter: fc.boolean(),
  })

  it('of adafactor on a vector', () => agrees(adafactorOptions, adafactor, adafactorRecurrence))

  it('of adafactor on a matrix', () =>
    agrees(adafactorOptions, adafactor, (options) => adafactorRecurrence({ ...options, columns: 2 }), {
      shape: [3, 2],
    }))
})
