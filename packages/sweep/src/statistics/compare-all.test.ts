import { describe, expect, it } from '@jest/globals'
import { normal, repeatsOf } from '../../test/random-repeats.ts'
import { randomStream } from '../random-stream.ts'
import type { Random } from '../random-stream.ts'
import { compareAll } from './compare-all.ts'
import type { Row } from './compare-all.ts'
import { compare } from './compare.ts'
import { holm } from './holm.ts'

/** Accuracies in points with two decimals, as of 10,000 images: a table of 10 rows and, last, their reference. */
function table(seeds: number, random: Random, effect = 0): Row[] {
  return Array.from({ length: 11 }, (_, row) => ({
    label: `row ${row}`,
    values: Array.from({ length: seeds }, () => {
      // Independent noise of both arms makes differences of standard deviation 0.07.
      const value = 99 + 0.07 * Math.SQRT1_2 * normal(random) + (row === 0 ? effect : 0)
      return Math.round(100 * value) / 100
    }),
  }))
}

/** The share of tables of which `judge` is true. */
function share(tables: number, judge: (random: Random) => boolean): number {
  let found = 0
  for (let index = 0; index < tables; index++) if (judge(randomStream('calibration', index))) found++
  return found / tables
}

function anyFound(rows: readonly Row[]): boolean {
  return compareAll(rows, rows.length - 1).some(
    (row) => row !== undefined && row.verdict !== 'not distinguishable',
  )
}

describe('compareAll', () => {
  const rows = table(5, randomStream('test', 1), 0.3)

  it('adjusts the p-values of all rows by Holm, and says so', () => {
    const comparisons = compareAll(rows, 10, { unit: 'points', digits: 2 })
    const alone = rows.slice(0, 10).map((row) => compare(row, rows[10]))
    expect(comparisons[10]).toBeUndefined()
    const adjusted = holm(alone.map(({ p }) => p))
    comparisons.slice(0, 10).forEach((row, index) => {
      expect(row).toMatchObject({ label: `row ${index}`, reference: 'row 10', adjustedP: adjusted[index] })
      expect(row?.interval).toEqual(alone[index].interval)
    })
    expect(comparisons[0]?.sentence).toMatch(
      /^better than "row 10" by 0\.\d\d points \(95 % interval .* after Holm\)$/,
    )
  })

  it('compares each row with its own reference', () => {
    const before = compareAll(rows, (_, index) => rows[index - 1])
    expect(before[0]).toBeUndefined()
    expect(before[3]).toMatchObject({ label: 'row 3', reference: 'row 2', p: compare(rows[3], rows[2]).p })
  })

  it('refuses a reference that is no row, and rows of other seeds', () => {
    expect(() => compareAll(rows, 11)).toThrow(
      '`reference` must be the index of a row, from 0 to 10, got 11.',
    )
    const short = { label: 'short', values: [1, 2] }
    expect(() => compareAll([short, rows[0]], 0)).toThrow('must have the same seeds: got 5 values and 2.')
  })

  it.each([5, 10])('finds a difference in at most 6 %% of tables of 10 equal rows and %d seeds', (seeds) => {
    expect(share(400, (random) => anyFound(table(seeds, random)))).toBeLessThanOrEqual(0.06)
  })

  it('finds 0.2 with a deviation of 0.07 among 10 rows: mostly with 5 seeds, always with 10', () => {
    const found = (seeds: number): number =>
      share(100, (random) => compareAll(table(seeds, random, 0.2), 10)[0]?.verdict === 'better')
    expect(found(5)).toBeGreaterThan(0.6)
    expect(found(10)).toBeGreaterThan(0.97)
  })

  it('finds 0.2 with a deviation of 0.07 nearly always where it is the only row', () => {
    const found = share(200, (random) => {
      const [candidate, reference] = table(5, random, 0.2)
      return compare(candidate, reference).verdict === 'better'
    })
    expect(found).toBeGreaterThan(0.95)
  })

  it.each([
    ['the same images are hard for all recipes', false],
    ['each recipe has its own hard images', true],
  ])('finds no difference on new images in equal rows where %s', (_, own) => {
    const found = share(100, (random) => {
      const chances = (): number[] =>
        Array.from({ length: 400 }, () => (random() < 0.1 ? random() ** 0.5 : 1))
      const shared = chances()
      const arms = Array.from({ length: 11 }, (_, row) => ({
        label: `row ${row}`,
        ...repeatsOf(own ? chances() : shared, 5, random),
      }))
      return anyFound(arms)
    })
    expect(found).toBeLessThanOrEqual(0.07)
  })
})
