import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { adam } from './adam.ts'
import { lamb } from './lamb.ts'

beforeAll(useCpuBackend)

const length = (values: readonly number[]) => Math.hypot(...values)
const minus = (a: readonly number[], b: readonly number[]) => a.map((value, index) => value - b[index])

describe('lamb', () => {
  it('moves a parameter by learningRate times its norm, in the direction of adam', () => {
    const gradients = [
      [1, -2],
      [0.5, 3],
    ]
    const start = [3, 4]
    const path = [start, ...run(lamb({ learningRate: 0.1, epsilon: 1e-8 }), start, gradients)]
    const plain = [start, ...run(adam({ learningRate: 0.1 }), start, gradients)]
    for (const step of [1, 2]) {
      const [move, adamMove] = [path, plain].map((each) => minus(each[step], each[step - 1]))
      expect(length(move)).toBeCloseTo(0.1 * length(path[step - 1]), 5)
      expect(move[0] / length(move)).toBeCloseTo(adamMove[0] / length(adamMove), 5)
    }
  })

  it("takes adam's step from zeros", () => {
    const options = { learningRate: 0.1, epsilon: 1e-8 }
    const [step] = run(lamb(options), [0, 0], [[1, -2]])
    run(adam(options), [0, 0], [[1, -2]])[0].forEach((x, index) => expect(step[index]).toBeCloseTo(x, 6))
  })

  it('counts the decay in the norm of the step', () => {
    // Adam's direction is (1, 1), and λ θ = (3, 0): u = (4, 1), scaled by ‖(6, 0)‖ / √17
    const rule = lamb({ learningRate: 0.5, epsilon: 0, weightDecay: 0.5 })
    const [[x, y]] = run(rule, [6, 0], [[1, 1]])
    expect(x).toBeCloseTo(6 - (0.5 * 4 * 6) / Math.sqrt(17), 5)
    expect(y).toBeCloseTo((-0.5 * 6) / Math.sqrt(17), 5)
  })

  it('decays the variables that `where` names', () => {
    const [kernel, bias] = [vector([1], 'dense/kernel'), vector([1], 'dense/bias')]
    const optimizer = toOptimizer(lamb({ learningRate: 0.5, weightDecay: 1, where: 'kernel' }))
    applyStep(optimizer, { 'dense/kernel': [0], 'dense/bias': [0] })
    expect([kernel.dataSync()[0], bias.dataSync()[0]]).toEqual([0.5, 1])
    optimizer.dispose()
    kernel.dispose()
    bias.dispose()
  })

  it('stays finite when squares of gradients do not', () => {
    const path = run(
      lamb(),
      [1, 1],
      [
        [1e30, 1e-40],
        [1e30, 1e-40],
        [1, 1],
      ],
    )
    for (const x of path.flat()) expect(x).toBeCloseTo(1, 1)
  })

  it('checks its options', () => {
    expect(() => lamb({ beta1: 1 })).toThrow(new RangeError('`beta1` must be in [0, 1), got 1.'))
    expect(() => lamb({ weightDecay: -1 })).toThrow(
      new RangeError('`weightDecay` must be a non-negative number, got -1.'),
    )
    expect(() => lamb({ learningRate: -1 })).toThrow(RangeError)
    expect(() => lamb({ beta2: 1 })).toThrow(RangeError)
    expect(() => lamb({ epsilon: NaN })).toThrow(RangeError)
  })
})
