import { describe, expect, it } from '@jest/globals'
import { randomStream } from '@tunekit/random-stream'
import type { Configuration, Space } from '../src/parameters/space.ts'
import type { Sampler } from '../src/samplers/sampler.ts'
import type { Observation } from '../src/study/observation.ts'
import { tpeSampler } from '../src/samplers/tpe-sampler.ts'
import { reportsOf } from '../src/study/reports.ts'

const seeds = Array.from({ length: 8 }, (_, index) => index + 1)
const trials = 70
const tpe = tpeSampler()
const random = tpeSampler({ startupTrials: trials }) // which never leaves its startup

describe('tpeSampler', () => {
  it('comes closer to the minimum of Branin than random points, from the same start', () => {
    const space = { x: span(-5, 10), y: span(0, 15) }
    const regrets = compare(space, (point) => branin(point as { x: number; y: number }) - 10 / (8 * Math.PI))
    expect(regrets.wins).toBeGreaterThanOrEqual(7)
    expect(regrets.tpe).toBeLessThan(regrets.random / 3)
  })

  it('comes closer to a rate, a width and a choice than random points, with trials pruned and failed', () => {
    const space: Space = {
      rate: { kind: 'float', low: 1e-6, high: 1, log: true },
      width: { kind: 'int', low: 1, high: 512, log: true, step: 1 },
      kind: { kind: 'categorical', choices: ['a', 'b', 'c', 'd'] },
      layers: {
        kind: 'conditional',
        condition: { kind: ['c'] },
        parameter: { kind: 'int', low: 1, high: 9, log: false, step: 1 },
      },
    }
    const regrets = compare(space, ({ rate, width, kind, layers }) => {
      const distance = Math.abs(Math.log10(rate as number) + 3) + Math.abs(Math.log2(width as number) - 6)
      return distance + (kind === 'c' ? Math.abs((layers as number) - 4) / 4 : 1)
    })
    expect(regrets.wins).toBeGreaterThanOrEqual(7)
    expect(regrets.tpe).toBeLessThan(regrets.random / 1.5)
  })
})

/** Medians over the seeds, and the number of seeds for which TPE came closer. */
function compare(
  space: Space,
  evaluate: (point: Configuration) => number,
): { tpe: number; random: number; wins: number } {
  const ofTpe = seeds.map((seed) => minimize(tpe, space, evaluate, seed))
  const ofRandom = seeds.map((seed) => minimize(random, space, evaluate, seed))
  const wins = seeds.filter((_, index) => ofTpe[index] < ofRandom[index]).length
  return { tpe: median(ofTpe), random: median(ofRandom), wins }
}

/** The best value of some trials; a tenth of the trials fails, and a fifth is pruned. */
function minimize(
  sampler: Sampler,
  space: Space,
  evaluate: (point: Configuration) => number,
  seed: number,
): number {
  const history: Observation[] = []
  const fate = randomStream('fate', seed).uniform
  for (let number = 0; number < trials; number++) {
    const configuration = sampler.propose({
      space,
      direction: 'minimize',
      number,
      random: randomStream('sampler', seed, number).uniform,
      studyRandom: () => randomStream('study', seed).uniform,
      history,
    }) as Configuration
    const value = evaluate(configuration)
    const u = fate()
    const state = u < 0.1 ? 'failed' : u < 0.3 ? 'pruned' : 'complete'
    history.push({
      number,
      configuration,
      state,
      ...(state === 'complete' ? { value } : {}),
      intermediate: reportsOf([[0, value + 1]]),
    })
  }
  return Math.min(...history.flatMap(({ value = [] }) => value))
}

function branin({ x, y }: { x: number; y: number }): number {
  const bend = y - (5.1 * x ** 2) / (4 * Math.PI ** 2) + (5 * x) / Math.PI - 6
  return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10
}

function span(low: number, high: number): { kind: 'float'; low: number; high: number; log: false } {
  return { kind: 'float', low, high, log: false }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}
