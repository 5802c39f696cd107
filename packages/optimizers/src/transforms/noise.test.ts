import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { dispose, tidy, zerosLike } from '@tensorflow/tfjs-core'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import type { Rule } from '../engine/rule.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { noise } from './noise.ts'
import type { NoiseOptions } from './noise.ts'

beforeAll(useCpuBackend)

const makeRule = (options: NoiseOptions): Rule => chain(noise(options), sgd({ learningRate: 1 }))

/** The noise in each of several steps, of variables by these names. */
function noiseOf(rule: Rule, names: readonly string[], size: number, steps: number): number[][][] {
  const variables = names.map((name) => vector(Array(size).fill(0), name))
  const optimizer = toOptimizer(rule)
  const zero = Array<number>(size).fill(0)
  const paths = Array.from({ length: steps }, () => {
    tidy(() => variables.forEach((each) => each.assign(zerosLike(each))))
    applyStep(optimizer, Object.fromEntries(names.map((name) => [name, zero])))
    return variables.map((each) => [...each.dataSync()])
  })
  optimizer.dispose()
  dispose(variables)
  return paths
}

const variance = (values: readonly number[]): number =>
  values.reduce((sum, x) => sum + x * x, 0) / values.length

const vectors = JSON.parse(
  readFileSync(new URL('../../test/vectors/noise.json', import.meta.url), 'utf8'),
) as {
  options: NoiseOptions
  keys: Record<string, number>
  steps: Record<string, number[][]>
}

describe('noise', () => {
  it.each(Object.entries(vectors.steps))(
    'adds the bits of the implementation in Python to %s',
    (name, steps) => {
      const rule = makeRule(vectors.options)
      const received = noiseOf(rule, [name], 3, steps.length)
      expect(received.map(([values]) => values.map((value) => -value))).toEqual(steps)
    },
  )

  it.each(Object.entries(vectors.keys))('saves the key of %s', async (name, key) => {
    const optimizer = toOptimizer(makeRule({ seed: 1 }))
    const variable = vector([0], name)
    applyStep(optimizer, { [name]: [0] })
    const saved = (await optimizer.getWeights()).find((weight) => weight.name.endsWith('key'))!
    expect([...saved.tensor.dataSync()]).toEqual([key])
    optimizer.dispose()
    variable.dispose()
  })

  it.each([
    [0.5, 64, 8],
    [1.25, 16, 32],
    [3, 5, 125],
    [0, 7, 1],
  ])('falls by t ^ %d', (gamma, t, divisor) => {
    const rule = makeRule({ seed: 1, eta: 1, gamma })
    const fading = noiseOf(rule, ['x'], 1, t).at(-1)![0][0]
    const constant = noiseOf(makeRule({ seed: 1, eta: 1, gamma: 0 }), ['x'], 1, t).at(-1)![0][0]
    expect(constant / fading).toBeCloseTo(Math.sqrt(divisor), 5)
  })

  it('has the variance eta / (1 + t) ^ gamma', () => {
    const [[first], [second], , [fourth]] = noiseOf(
      makeRule({ eta: 0.5, gamma: 1, seed: 1 }),
      ['x'],
      20_000,
      4,
    )
    expect(variance(first) / 0.5).toBeCloseTo(1, 1)
    expect(variance(second) / 0.25).toBeCloseTo(1, 1)
    expect(variance(fourth) / 0.125).toBeCloseTo(1, 1)
    const mean = first.reduce((sum, x) => sum + x, 0) / first.length
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(0.5 / first.length))
  })

  it('differs from step to step, variable to variable and seed to seed, without any correlation', () => {
    const [[a, b], [later]] = noiseOf(makeRule({ eta: 1, gamma: 0, seed: 1 }), ['a', 'b'], 5000, 2)
    const [[other]] = noiseOf(makeRule({ eta: 1, gamma: 0, seed: 2 }), ['a'], 5000, 1)
    for (const values of [b, later, other]) {
      expect(Math.abs(variance(values.map((x, i) => x + a[i])) / 2 - 1)).toBeLessThan(0.1)
    }
  })

  it('is the same for the same seed, with any other variables', () => {
    const rule = makeRule({ seed: 5 })
    const alone = noiseOf(rule, ['a'], 3, 3)
    const together = noiseOf(rule, ['b', 'a'], 3, 3)
    expect(together.map(([, a]) => a)).toEqual(alone.map(([a]) => a))
  })

  it('is the same in a second copy of a model, with variables that tfjs renames', () => {
    const rule = makeRule({ seed: 5 })
    const first = noiseOf(rule, ['a', 'b'], 3, 2)
    const living = [vector([0], 'a'), vector([0], 'b')]
    expect(noiseOf(rule, ['a_1', 'b_1'], 3, 2)).toEqual(first)
    dispose(living)
  })

  it('continues exactly after a resume, under another name, and after a pause', async () => {
    const rule = makeRule({ seed: 5 })
    const expected = noiseOf(rule, ['a'], 3, 3).map(([a]) => a)
    const first = toOptimizer(rule)
    const a = vector([0, 0, 0], 'a')
    applyStep(first, { a: [0, 0, 0] })
    const pause = vector([0], 'pause')
    applyStep(first, { pause: [0] })
    pause.dispose()
    const weights = (await first.getWeights()).filter(({ name }) => !name.startsWith('pause'))
    const second = toOptimizer(rule)
    await second.setWeights(weights)
    const renamed = vector([0, 0, 0], 'a_1')
    applyStep(second, { a_1: [0, 0, 0] })
    expect([...a.dataSync()]).toEqual(expected[0])
    expect([...renamed.dataSync()]).toEqual(expected[1])
    first.dispose()
    second.dispose()
    dispose([a, renamed])
  })

  it('adds nothing if eta is 0', () => {
    expect(noiseOf(makeRule({ eta: 0, seed: 1 }), ['x'], 2, 1)[0][0].map(Math.abs)).toEqual([0, 0])
  })

  it('needs a seed', () => {
    expect(() => noise({} as NoiseOptions)).toThrow(
      new RangeError('`seed` must be an integer, got undefined.'),
    )
    expect(() => noise({ seed: 0.5 })).toThrow('`seed` must be an integer, got 0.5.')
  })
})
