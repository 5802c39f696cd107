import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run, runTrajectory } from '../../test/run.ts'
import { matrixRun } from '../../test/run-matrix.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { adafactor } from './adafactor.ts'

beforeAll(useCpuBackend)

describe('adafactor', () => {
  it('takes a first step of learningRate times the root mean square of the parameter', () => {
    // RMS(1, 7) = 5
    const [end] = run(adafactor({ learningRate: 0.01 }), [1, 7], [[3, -1e-3]])
    expect(end).toEqual([expect.closeTo(0.95, 6), expect.closeTo(7.05, 6)])
  })

  it('counts a small parameter as epsilon2', () => {
    const [end] = run(adafactor({ learningRate: 0.01, epsilon2: 0.5 }), [0.1, -0.1], [[3, -1]])
    expect(end).toEqual([expect.closeTo(0.095, 7), expect.closeTo(-0.095, 7)])
  })

  it('steps by learningRate alone without scaleByParameter', () => {
    const [end] = run(adafactor({ learningRate: 0.5, scaleByParameter: false }), [1, 7], [[3, -1]])
    expect(end).toEqual([0.5, 7.5])
  })

  it('takes a step size of at most 1 / √t, unless relativeStep is off', () => {
    const gradients = Array(4).fill([2]) as number[][]
    const lengths = (relativeStep: boolean) => {
      const rule = adafactor({ learningRate: 0.6, scaleByParameter: false, relativeStep })
      return [[0], ...run(rule, [0], gradients)]
        .slice(0, -1)
        .map(([x], i) => x - run(rule, [0], gradients)[i][0])
    }
    const falling = [0.6, 0.6, 1 / Math.sqrt(3), 0.5]
    expect(lengths(true)).toEqual(falling.map((length): unknown => expect.closeTo(length, 6)))
    expect(lengths(false)).toEqual(Array(4).fill(expect.closeTo(0.6, 6)))
  })

  it('clips a direction whose root mean square is more than clipThreshold', () => {
    // 1 − β₂ = 2^−0.8 at the second step, where u = 1 / √(2^−0.8) = 1.3195
    const options = { learningRate: 0.1, scaleByParameter: false }
    const last = (clipThreshold: number) => {
      const [[before], [after]] = run(adafactor({ ...options, clipThreshold }), [0], [[1e-6], [1]])
      return before - after
    }
    expect(last(1)).toBeCloseTo(0.1, 6)
    expect(last(1.2)).toBeCloseTo(0.12, 6)
    expect(last(2)).toBeCloseTo(0.1 * 2 ** 0.4, 6)
  })

  it('keeps a mean for each row and each column of the last two axes', async () => {
    const shape = [2, 1, 2, 3]
    const gradient = [1, 2, 3, 4, 5, 6, 1, 1, 1, 1, 1, 1]
    const slots = await matrixRun(adafactor(), shape, async (optimizer, apply) => {
      apply(gradient)
      const weights = await optimizer.getWeights()
      return weights
        .slice(2)
        .map(({ name, tensor }) => [name.split('/')[1], tensor.shape, [...tensor.dataSync()]])
    })
    expect(slots).toEqual([
      ['0.0.r', [2, 1, 2, 1], [14 / 3, 77 / 3, 1, 1].map((x): unknown => expect.closeTo(x, 4))],
      ['0.0.c', [2, 1, 1, 3], [8.5, 14.5, 22.5, 1, 1, 1].map((x): unknown => expect.closeTo(x, 4))],
    ])
  })

  it('divides a matrix of rank 1 by itself', () => {
    const rule = adafactor({ learningRate: 0.125, scaleByParameter: false })
    const [a, b] = [
      [1, -2, 3],
      [0.5, -4],
    ]
    const gradient = a.flatMap((row) => b.map((column) => row * column))
    const { w } = runTrajectory(rule, {
      shapes: { w: [3, 2] },
      initial: { w: Array(6).fill(0) },
      gradients: [{ w: gradient }],
    })
    expect(w).toEqual(gradient.map((g): unknown => expect.closeTo(-0.125 * Math.sign(g), 6)))
  })

  it('returns no NaN for gradients at the limits of float32 next to rows of 0', () => {
    for (const size of [1e38, 1e30, 1e15, 1e-40]) {
      const gradient = { w: [0, 0, size, -size], v: [size, 0] }
      const end = runTrajectory(adafactor(), {
        shapes: { w: [2, 2], v: [2] },
        initial: { w: [1, 1, 1, 1], v: [1, 1] },
        gradients: [gradient, gradient, { w: [1, 1, 1, 1], v: [1, 1] }],
      })
      expect([...end.w, ...end.v].every(Number.isFinite)).toBe(true)
    }
  })

  it('decays as decoupledWeightDecay does, if weightDecay is set', () => {
    const rule = adafactor({ learningRate: 0.5, weightDecay: 0.25, where: 'kernel' })
    const end = runTrajectory(rule, {
      shapes: { kernel: [1, 2], bias: [2] },
      initial: { kernel: [8, -8], bias: [8, -8] },
      gradients: [{ kernel: [0, 0], bias: [0, 0] }],
    })
    expect(end).toEqual({ kernel: [7, -7], bias: [8, -8] })
  })

  it('checks its options', () => {
    expect(() => adafactor({ clipThreshold: 0 })).toThrow(
      new RangeError('`clipThreshold` must be a positive number, got 0.'),
    )
    expect(() => adafactor({ decayExponent: -0.8 })).toThrow(
      new RangeError('`decayExponent` must be a non-negative number, got -0.8.'),
    )
    expect(() => toOptimizer(adafactor({ weightDecay: -1 }))).toThrow(RangeError)
  })
})
