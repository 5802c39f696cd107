import { beforeAll, describe, expect, it } from '@jest/globals'
import { dispose } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { prodigy } from './prodigy.ts'

beforeAll(useCpuBackend)

/** The estimates of d after each gradient. */
async function estimates(
  options: Parameters<typeof prodigy>[0],
  initial: number[],
  gradients: readonly ((position: number[]) => number[])[],
): Promise<number[]> {
  const x = vector(initial, 'x')
  const optimizer = toOptimizer(prodigy(options))
  const found: number[] = []
  for (const gradient of gradients) {
    applyStep(optimizer, { x: gradient([...x.dataSync()]) })
    const weights = await optimizer.getWeights()
    found.push(weights.find(({ name }) => name === '/d')!.tensor.dataSync()[0])
  }
  optimizer.dispose()
  x.dispose()
  return found
}

describe('prodigy', () => {
  it('takes a first step of d0 times (1 − β₁) / √(1 − β₂), or of d0 with bias correction', () => {
    const gradients = [[5, -0.1]]
    const options = { d0: 2 ** -10, epsilon: 0, beta2: 0.96 }
    const [plain] = run(prodigy(options), [0, 0], gradients)
    expect(plain.map((x) => x * 2 ** 10)).toEqual([expect.closeTo(-0.5, 5), expect.closeTo(0.5, 5)])
    const [corrected] = run(prodigy({ ...options, biasCorrection: true }), [0, 0], gradients)
    expect(corrected.map((x) => x * 2 ** 10)).toEqual([expect.closeTo(-1, 5), expect.closeTo(1, 5)])
  })

  it('estimates the distance to the solution', async () => {
    for (const distance of [0.1, 1000]) {
      const gradients = Array(300).fill(([x]: number[]) => [Math.sign(x - distance)])
      const last = (await estimates({}, [0], gradients)).at(-1)!
      expect(last).toBeGreaterThan(0.1 * distance)
      expect(last).toBeLessThan(1.001 * distance)
    }
  })

  it('never lowers its estimate, and raises it by growthRate at most once it has left d0', async () => {
    const gradients = Array(60).fill(([x]: number[]) => [x - 5])
    const found = await estimates({ d0: 2 ** -10, growthRate: 1.25 }, [0], gradients)
    expect(found[0]).toBe(2 ** -10)
    expect(found[1]).toBeGreaterThan(1.25 * found[0])
    found.slice(2).forEach((d, index) => {
      expect(d).toBeGreaterThanOrEqual(found[index + 1])
      expect(d).toBeLessThanOrEqual(Math.fround(found[index + 1] * 1.25))
    })
    expect(found.at(-1)).toBeGreaterThan(10 * found[1])
  })

  it('does not change when gradients are scaled by a power of two', () => {
    const number = fc.float({ min: -2, max: 2, noNaN: true }).filter((value) => Math.abs(value) > 1e-3)
    const gradients = fc.sample(fc.tuple(number, number), { seed: 6, numRuns: 20 })
    const path = (factor: number) =>
      run(
        prodigy({ epsilon: 0, d0: 2 ** -8 }),
        [1, 2],
        gradients.map((values) => values.map((value) => value * factor)),
      )
    expect(path(2 ** 10)).toEqual(path(1))
    expect(path(2 ** -10)).toEqual(path(1))
  })

  it('limits the norm of all variables together', () => {
    const numbers = fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 })
    const gradients = fc.sample(numbers, { seed: 8, numRuns: 30 })
    const rule = prodigy({ d0: 2 ** -6 })
    const [a, b] = [vector([0.5], 'a'), vector([-1, 2], 'b')]
    const optimizer = toOptimizer(rule)
    for (const [first, ...rest] of gradients) applyStep(optimizer, { a: [first], b: rest })
    const expected = run(rule, [0.5, -1, 2], gradients).at(-1)!
    expect([...a.dataSync(), ...b.dataSync()]).toEqual(
      expected.map((value): unknown => expect.closeTo(value, 5)),
    )
    optimizer.dispose()
    dispose([a, b])
  })

  it('keeps its estimate while all gradients are 0', async () => {
    const gradients = [0, 0, 1, 1].map((slope) => () => [slope])
    const [first, second] = await estimates({ d0: 2 ** -10, beta1: 0, biasCorrection: true }, [1], gradients)
    expect([first, second]).toEqual([2 ** -10, 2 ** -10])
    expect(run(prodigy(), [1], [[0], [0]])).toEqual([[1], [1]])
  })

  it('decays by the step size times weightDecay', () => {
    const [[x]] = run(prodigy({ d0: 0.25, learningRate: 0.5, weightDecay: 0.5 }), [8], [[0]])
    expect(x).toBe(8 - 0.25 * 0.5 * 0.5 * 8)
  })

  it('returns no NaN for gradients at the limits of float32', () => {
    for (const size of [1e30, 1e-40]) {
      const path = run(
        prodigy(),
        [1, 1],
        [
          [size, -size],
          [size, size],
          [1, 1],
          [1, -1],
        ],
      )
      expect(path.flat().every(Number.isFinite)).toBe(true)
    }
  })

  it('checks its options', () => {
    expect(() => prodigy({ d0: 0 })).toThrow(new RangeError('`d0` must be a positive number, got 0.'))
    expect(() => prodigy({ growthRate: 0.5 })).toThrow(
      new RangeError('`growthRate` must be a number of at least 1, got 0.5.'),
    )
    expect(() => prodigy({ beta3: 1 })).toThrow(new RangeError('`beta3` must be in [0, 1), got 1.'))
  })
})
