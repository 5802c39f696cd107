import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adagrad } from './adagrad.ts'

beforeAll(useCpuBackend)

describe('adagrad', () => {
  it('divides by the root of the sum of squares', () => {
    const path = run(adagrad({ learningRate: 1, epsilon: 0 }), [0], [[3], [4], [12]])
    const expected = [-1, -1 - 4 / 5, -1 - 4 / 5 - 12 / 13]
    path.forEach(([x], step) => expect(x).toBeCloseTo(expected[step], 6))
  })

  it('starts the sum with initialAccumulator', () => {
    expect(run(adagrad({ learningRate: 1, initialAccumulator: 16, epsilon: 1 }), [0], [[3]])).toEqual([
      [-0.5],
    ])
  })

  it('lowers the step size with the number of updates by learningRateDecay', () => {
    // Sums of squares 1 and 4: steps 1 and √3 / 2 without decay, the second over 1 + ½ with
    const path = run(adagrad({ learningRate: 1, learningRateDecay: 0.5 }), [0], [[1], [Math.sqrt(3)]])
    expect(path[0][0]).toBeCloseTo(-1, 6)
    expect(path[1][0] - path[0][0]).toBeCloseTo(-Math.sqrt(3) / 2 / 1.5, 6)
  })

  it('checks its options', () => {
    expect(() => adagrad({ initialAccumulator: -1 })).toThrow(
      new RangeError('`initialAccumulator` must be a non-negative number, got -1.'),
    )
    expect(() => adagrad({ initialAccumulator: '1' as never })).toThrow(
      new RangeError('`initialAccumulator` must be a non-negative number, got "1".'),
    )
    expect(() => adagrad({ learningRateDecay: NaN })).toThrow(RangeError)
  })
})
