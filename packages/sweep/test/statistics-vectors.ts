import { readFileSync } from 'node:fs'

interface Vectors {
  readonly a: readonly number[]
  readonly b: readonly number[]
  readonly skewed: readonly number[]
  readonly logGamma: readonly [x: number, value: number][]
  readonly incompleteBeta: readonly [x: number, a: number, b: number, value: number][]
  readonly twoSidedP: readonly [t: number, degrees: number, value: number][]
  readonly studentQuantile: readonly [probability: number, degrees: number, value: number][]
  readonly summary: Readonly<{
    mean: number
    standardDeviation: number
    interval95: Interval
    interval80: Interval
  }>
  readonly pairedTest: Readonly<{ p: number; interval: Interval }>
  readonly signFlip: readonly [differences: readonly number[], p: number][]
  readonly mcnemar: readonly [onlyFirst: number, onlySecond: number, p: number][]
  readonly bootstrap: Readonly<{ bca: Interval; percentile: Interval }>
  readonly seedsNeeded: readonly [
    difference: number,
    deviation: number,
    power: number,
    level: number,
    n: number,
  ][]
}

type Interval = readonly [low: number, high: number]

/** Numbers by scipy; `vectors/statistics.py` wrote them. */
export const statisticsVectors: Vectors = JSON.parse(
  readFileSync(new URL('./vectors/statistics.json', import.meta.url), 'utf8'),
)
