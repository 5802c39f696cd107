import { describe, expect, it } from '@jest/globals'
import { randomStream } from '@tunekit/random-stream'
import type { Random } from '@tunekit/random-stream'
import { drawSample, normal } from '../../test/random-samples.ts'
import { compareAll } from './compare-all.ts'
import { compare } from './compare.ts'
import { holm } from './holm.ts'
import type { LabeledSample } from './sample.ts'

/** Accuracies in points with two decimals, as from 10,000 images: 10 samples and, last, their reference. */
function table(seeds: number, random: Random, effect = 0): LabeledSample[] {
  return Array.from({ length: 11 }, (_, row) => ({
    label: `row ${row}`,
    values: Array.from({ length: seeds }, () => {
      // The independent noise of two samples makes differences of standard deviation 0.07.
      const value = 99 + 0.07 * Math.SQRT1_2 * normal(random) + (row === 0 ? effect : 0)
      return Math.round(100 * value) / 100
    }),
  }))
}

/** The share of simulated tables for which `judge` is true. */
function share(tables: number, judge: (random: Random) => boolean): number {
  let found = 0
  for (let index = 0; index < tables; index++) if (judge(randomStream('calibration', index).uniform)) found++
  return found / tables
}

function anyFound(samples: readonly LabeledSample[]): boolean {
  return compareAll(samples, samples.length - 1).some(
    (comparison) => comparison !== undefined && comparison.verdict !== 'not distinguishable',
  )
}

describe('compareAll', () => {
  const samples = table(5, randomStream('test', 1).uniform, 0.3)

  it('corrects the p-values of all comparisons by Holm, and says so', () => {
    const comparisons = compareAll(samples, 10, { unit: 'points', digits: 2 })
    const alone = samples.slice(0, 10).map((sample) => compare(sample, samples[10]))
    expect(comparisons[10]).toBeUndefined()
    const adjusted = holm(alone.map(({ p }) => p))
    comparisons.slice(0, 10).forEach((comparison, index) => {
      expect(comparison).toMatchObject({
        label: `row ${index}`,
        reference: 'row 10',
        adjustedP: adjusted[index],
      })
      expect(comparison?.interval).toEqual(alone[index].interval)
    })
    expect(comparisons[0]?.sentence).toMatch(
      /^better than "row 10" by 0\.\d\d points \(95 % interval .* after Holm\)$/,
    )
  })

  it('compares each sample with its own reference', () => {
    const before = compareAll(samples, (_, index) => samples[index - 1])
    expect(before[0]).toBeUndefined()
    expect(before[3]).toMatchObject({
      label: 'row 3',
      reference: 'row 2',
      p: compare(samples[3], samples[2]).p,
    })
  })

  it('rejects a reference that is not in the table, and samples of other seeds', () => {
    expect(() => compareAll(samples, 11)).toThrow(
      '`reference` must be the index of a sample, from 0 to 10, got 11.',
    )
    const short = { label: 'short', values: [1, 2] }
    expect(() => compareAll([short, samples[0]], 0)).toThrow('must have the same seeds: got 5 values and 2.')
  })

  it.each([5, 10])(
    'finds a difference in at most 6 %% of tables of 10 equal samples and %d seeds',
    (seeds) => {
      expect(share(400, (random) => anyFound(table(seeds, random)))).toBeLessThanOrEqual(0.06)
    },
  )

  it('finds 0.2 with a deviation of 0.07 among 10 samples: mostly with 5 seeds, always with 10', () => {
    const found = (seeds: number): number =>
      share(100, (random) => compareAll(table(seeds, random, 0.2), 10)[0]?.verdict === 'better')
    expect(found(5)).toBeGreaterThan(0.6)
    expect(found(10)).toBeGreaterThan(0.97)
  })

  it('finds 0.2 with a deviation of 0.07 nearly always if the sample is the only one', () => {
    const found = share(200, (random) => {
      const [sample, reference] = table(5, random, 0.2)
      return compare(sample, reference).verdict === 'better'
    })
    expect(found).toBeGreaterThan(0.95)
  })

  it.each([
    ['the same images are hard for all configurations', false],
    ['each configuration has its own hard images', true],
  ])('finds no difference on new images between equal samples where %s', (_, own) => {
    const found = share(100, (random) => {
      const chances = (): number[] =>
        Array.from({ length: 400 }, () => (random() < 0.1 ? random() ** 0.5 : 1))
      const shared = chances()
      const samples = Array.from({ length: 11 }, (_, row) => ({
        label: `row ${row}`,
        ...drawSample(own ? chances() : shared, 5, random),
      }))
      return anyFound(samples)
    })
    expect(found).toBeLessThanOrEqual(0.07)
  })
})
