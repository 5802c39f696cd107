import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { complete, progress } from '../../test/progress.ts'
import type { ReportingTrial } from './pruner.ts'
import { wandbHyperbandPruner } from './wandb-hyperband-pruner.ts'

interface Row {
  readonly config: {
    readonly min_iter?: number
    readonly max_iter?: number
    readonly s?: number
    readonly eta?: number
    readonly strict?: boolean
  }
  readonly curves: string
  readonly goal: 'minimize' | 'maximize'
  readonly workers: number
  readonly stoppedAfter: readonly (number | null)[]
}

const { curves, rows } = JSON.parse(
  readFileSync(new URL('../../test/vectors/wandb-hyperband.json', import.meta.url), 'utf8'),
) as { curves: Record<string, readonly (readonly (number | string)[])[]>; rows: readonly Row[] }

describe("wandbHyperbandPruner stops trials like W&B's rule", () => {
  it.each(rows)('$config: $curves, $goal, workers: $workers', (row) => {
    expect(run(row, curves[row.curves])).toEqual(row.stoppedAfter)
  })
})

/** The number of reports after which each trial is stopped, if workers run trials like those of wandb-hyperband.py do. */
function run(
  { config, goal, workers }: Row,
  trials: readonly (readonly (number | string)[])[],
): (number | null)[] {
  const { min_iter: minIter, max_iter: maxIter, ...others } = config
  const pruner = wandbHyperbandPruner({ minIter, maxIter, ...others })
  const stoppedAfter = trials.map((): number | null => null)
  const all: ReportingTrial[] = trials.map((_, number) => progress([], { number }))
  const running: (number | undefined)[] = Array.from({ length: workers }, () => undefined)
  let next = 0
  while (next < trials.length || running.some((number) => number !== undefined)) {
    for (let worker = 0; worker < workers; worker++) {
      if (running[worker] === undefined && next === trials.length) continue
      const number = (running[worker] ??= next++)
      const values = trials[number].map(Number).slice(0, all[number].intermediate.size + 1)
      // Bands count reports, so any growing steps will do.
      all[number] = progress(values, { number, steps: values.map((_, report) => 100 * report) })
      const rest = all.filter((_, other) => other !== number)
      if (pruner.shouldPrune(all[number], rest, goal)) stoppedAfter[number] = values.length
      else if (values.length < trials[number].length) continue
      running[worker] = undefined
    }
  }
  return stoppedAfter
}

describe('wandbHyperbandPruner', () => {
  it('lets ⌊n / η⌋ + 1 of n trials pass', () => {
    const pruner = wandbHyperbandPruner({ minIter: 1, eta: 2.5 })
    const passed = (n: number): number => {
      const trials = Array.from({ length: n }, (_, number) => progress([number], { number }))
      return trials.filter((trial) => {
        const others = trials.filter((other) => other !== trial)
        return !pruner.shouldPrune(trial, others, 'minimize')
      }).length
    }
    expect([1, 2, 3, 4, 5, 10, 11].map(passed)).toEqual([1, 1, 2, 2, 3, 5, 5])
  })

  it('judges no report before the first band, and later reports at the last band of maxIter', () => {
    const pruner = wandbHyperbandPruner({ maxIter: 9, s: 1 })
    const others = complete([1, 1, 1, 1, 1, 1, 1, 1, 1])
    expect(pruner.shouldPrune(progress([2, 2]), others, 'minimize')).toBe(false)
    expect(pruner.shouldPrune(progress([2, 2, 2]), others, 'minimize')).toBe(true)
    expect(pruner.shouldPrune(progress([2, 2, 1, 2, 2, 2, 2, 2, 2]), others, 'minimize')).toBe(false)
  })

  it('compares the best value so far unless it is strict', () => {
    const others = complete([1, 1, 1])
    const trial = progress([1, 2, 2])
    expect(wandbHyperbandPruner({ minIter: 3 }).shouldPrune(trial, others, 'minimize')).toBe(true)
    expect(wandbHyperbandPruner({ minIter: 3, strict: false }).shouldPrune(trial, others, 'minimize')).toBe(
      false,
    )
  })

  it('has all options, with defaults filled in, as JSON can hold them', () => {
    expect(wandbHyperbandPruner({ minIter: 3 }).options).toEqual({ minIter: 3, eta: 3, strict: true })
    expect(wandbHyperbandPruner({ maxIter: 9, s: 2, eta: 2.5, strict: false }).options).toEqual({
      ...{ maxIter: 9, s: 2, eta: 2.5, strict: false },
    })
  })

  it.each([
    [{}, 'The pruner has no bands: expected `minIter`, or `maxIter` and `s`, got neither.'],
    [{ minIter: 0 }, '`minIter` must be a positive integer, got 0.'],
    [{ minIter: 1.5 }, '`minIter` must be a positive integer, got 1.5.'],
    [{ maxIter: 9 }, '`s` must be a positive integer, got undefined.'],
    [{ maxIter: 2, s: 1 }, '`maxIter` must be at least `eta` 3, got 2: no band lies below it.'],
    [{ minIter: 3, eta: 1 }, '`eta` must be a finite number above 1, got 1.'],
    [{ minIter: 3, eta: NaN }, '`eta` must be a finite number above 1, got NaN.'],
  ])('rejects %j', (options, message) => {
    expect(() => wandbHyperbandPruner(options)).toThrow(new RangeError(message))
  })
})
