import { beforeAll, describe, expect, it } from '@jest/globals'
import { matMul, tensor2d, tidy } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { matrixRun } from '../../test/run-matrix.ts'
import { run, runTrajectory } from '../../test/run.ts'
import { orthogonalize } from './orthogonalize.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { adam } from './adam.ts'
import { muon } from './muon.ts'

beforeAll(useCpuBackend)

const gradient = [1, -2, 0.5, 0.25, 3, -1]

/** A matrix of ones after one step without decay. */
function firstMove(options: Parameters<typeof muon>[0], shape: number[]): Promise<number[]> {
  const rule = muon({ learningRate: 0.5, weightDecay: 0, ...options })
  return matrixRun(rule, shape, (_, apply) => apply(gradient).map((x) => x - 1))
}

function orthogonal(shape: [number, number], factor: number): unknown[] {
  const values = tidy(() => orthogonalize(tensor2d(gradient, shape), 5).dataSync())
  return [...values].map((value): unknown => expect.closeTo(value * factor, 5))
}

describe('muon', () => {
  it('steps by the orthogonal gradient, farther the more outputs there are for each input', async () => {
    expect(await firstMove({}, [3, 2])).toEqual(orthogonal([3, 2], -0.5))
    expect(await firstMove({}, [2, 3])).toEqual(orthogonal([2, 3], -0.5 * Math.sqrt(3 / 2)))
    expect(await firstMove({}, [1, 6])).toEqual(orthogonal([1, 6], -0.5 * Math.sqrt(6)))
  })

  it('steps by the longer side with matchRmsAdamW', async () => {
    const expected = orthogonal([3, 2], -0.1 * Math.sqrt(3))
    expect(await firstMove({ adjustLearningRate: 'matchRmsAdamW' }, [3, 2])).toEqual(expected)
  })

  it('treats a kernel [height, width, in, out] as a matrix [height · width · in, out]', async () => {
    expect(await firstMove({}, [3, 1, 1, 2])).toEqual(await firstMove({}, [3, 2]))
    expect(await firstMove({}, [1, 2, 1, 3])).toEqual(await firstMove({}, [2, 3]))
  })

  it('does not change when gradients are scaled by a power of two', async () => {
    const numbers = fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 6, maxLength: 6 })
    const gradients = fc.sample(numbers, { seed: 2, numRuns: 5 })
    const path = (factor: number) =>
      matrixRun(muon(), [2, 3], (_, apply) => gradients.map((values) => apply(values.map((g) => g * factor))))
    const plain = await path(1)
    expect(await path(2 ** 10)).toEqual(plain)
    expect(await path(2 ** -10)).toEqual(plain)
  })

  it('rotates with the coordinates of inputs and outputs', async () => {
    const [cos, sin] = [0.6, 0.8]
    const turned = (values: readonly number[]) =>
      tidy(() => [
        ...matMul(tensor2d([cos, -sin, sin, cos], [2, 2]), tensor2d([...values], [2, 3])).dataSync(),
      ])
    const move = async (values: readonly number[]) =>
      matrixRun(muon({ weightDecay: 0 }), [2, 3], (_, apply) => apply(values).map((x) => x - 1))
    const expected = turned(await move(gradient)).map((value): unknown => expect.closeTo(value, 5))
    expect(await move(turned(gradient))).toEqual(expected)
  })

  it('shrinks hidden weights alone by learningRate · weightDecay where the gradient is 0', () => {
    const end = runTrajectory(muon({ learningRate: 0.5, weightDecay: 0.25 }), {
      shapes: { kernel: [1, 2], bias: [2] },
      initial: { kernel: [8, -8], bias: [8, -8] },
      gradients: [{ kernel: [0, 0], bias: [0, 0] }],
    })
    expect(end).toEqual({ kernel: [7, -7], bias: [8, -8] })
  })

  it('is adam for vectors, and for variables that `where` does not select', () => {
    const own = { adamLearningRate: 0.01, beta1: 0.8, beta2: 0.9, epsilon: 1e-3 }
    const gradients = [
      [1, -2],
      [3, 0.5],
      [0, 1],
    ].map((values) => ({ hidden: values, head: values, bias: values }))
    const end = runTrajectory(muon({ ...own, where: '^hidden' }), {
      shapes: { hidden: [1, 2], head: [1, 2], bias: [2] },
      initial: { hidden: [1, 2], head: [1, 2], bias: [1, 2] },
      gradients,
    })
    const { adamLearningRate: learningRate, ...options } = own
    const byAdam = run(
      adam({ learningRate, ...options }),
      [1, 2],
      gradients.map(({ bias }) => bias),
    ).at(-1)
    expect(end.bias).toEqual(byAdam)
    expect(end.head).toEqual(byAdam)
    expect(end.hidden).not.toEqual(byAdam)
  })

  it('changes the step size of Adam with its own', async () => {
    const length = (start: Parameters<typeof muon>[0], then?: number) =>
      matrixRun(muon({ adamLearningRate: 0.125, epsilon: 0, ...start }), [1], (optimizer, apply) => {
        if (then !== undefined) optimizer.learningRate = then
        return 1 - apply([3])[0]
      })
    expect(await length({ learningRate: 0.5 })).toBeCloseTo(0.125, 6)
    expect(await length({ learningRate: 0.5 }, 0.25)).toBeCloseTo(0.0625, 6)
    expect(await length({ learningRate: () => 0.04 })).toBeCloseTo(0.25, 6)
    expect(await length({ learningRate: 0 }, 0.04)).toBeCloseTo(0.25, 6)
  })

  it('returns no NaN for gradients at the limits of float32', async () => {
    for (const size of [1e38, 1e-40]) {
      const end = await matrixRun(muon(), [2, 3], (_, apply) => {
        apply(gradient.map((value) => value * size))
        return apply(gradient)
      })
      expect(end.every(Number.isFinite)).toBe(true)
    }
  })

  it('saves `where` without underscores', () => {
    expect(muon({ where: 'conv_1' }).options!.where).toBe('conv\\x5f1')
  })

  it('checks its options', () => {
    expect(() => muon({ momentum: 1 })).toThrow(new RangeError('`momentum` must be in [0, 1), got 1.'))
    expect(() => muon({ iterations: 0 })).toThrow(
      new RangeError('`iterations` must be a positive integer, got 0.'),
    )
    expect(() => muon({ adjustLearningRate: 'match_rms_adamw' as 'original' })).toThrow(
      new RangeError('`adjustLearningRate` must be "original" or "matchRmsAdamW", got "match_rms_adamw".'),
    )
    expect(() => toOptimizer(muon({ where: '(' }))).toThrow(RangeError)
  })
})
