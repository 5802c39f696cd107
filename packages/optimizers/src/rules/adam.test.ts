import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adaBelief } from './ada-belief.ts'
import { adamW } from './adam-w.ts'
import { adam } from './adam.ts'
import { nadam } from './nadam.ts'

beforeAll(useCpuBackend)

describe('adam', () => {
  it('takes a first step of learningRate for gradients of any size', () => {
    const [end] = run(adam({ learningRate: 0.01 }), [0, 0, 0], [[1e-3, -1, 1e3]])
    ;[-0.01, 0.01, -0.01].forEach((expected, index) => expect(end[index] / expected).toBeCloseTo(1, 4))
  })

  it('halves that step where epsilon equals the gradient', () => {
    expect(run(adam({ learningRate: 0.01, epsilon: 0.5 }), [0], [[0.5]])[0][0]).toBeCloseTo(-0.005, 7)
  })

  it('checks its options', () => {
    expect(() => adam({ beta1: 1 })).toThrow(new RangeError('`beta1` must be in [0, 1), got 1.'))
    expect(() => adam({ beta2: -0.1 })).toThrow(new RangeError('`beta2` must be in [0, 1), got -0.1.'))
    expect(() => adam({ epsilon: NaN })).toThrow(
      new RangeError('`epsilon` must be a non-negative number, got NaN.'),
    )
    expect(() => adam({ learningRate: Infinity })).toThrow(RangeError)
  })
})

describe('adam and related rules without epsilon', () => {
  it.each([
    ['adam', adam({ epsilon: 0 })],
    ['adamW', adamW({ epsilon: 0 })],
    ['nadam', nadam({ epsilon: 0 })],
    ['adaBelief', adaBelief({ epsilon: 0, epsilonRoot: 0 })],
  ])('%s does not change when gradients are scaled by a power of two', (_, rule) => {
    const number = fc.float({ min: -2, max: 2, noNaN: true }).filter((value) => Math.abs(value) > 1e-3)
    const gradients = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(gradients, fc.integer({ min: -10, max: 10 }), (gradients, exponent) => {
        const scaled = gradients.map((values) => values.map((value) => value * 2 ** exponent))
        expect(run(rule, [1, 2], scaled)).toEqual(run(rule, [1, 2], gradients))
      }),
      { numRuns: 30 },
    )
  })
})
