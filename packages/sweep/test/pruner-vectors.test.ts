import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { hyperbandPruner } from '../src/pruners/hyperband-pruner.ts'
import { medianPruner } from '../src/pruners/median-pruner.ts'
import { patiencePruner } from '../src/pruners/patience-pruner.ts'
import { percentilePruner } from '../src/pruners/percentile-pruner.ts'
import type { Pruner, TrialProgress } from '../src/pruners/pruner.ts'
import { successiveHalvingPruner } from '../src/pruners/successive-halving-pruner.ts'
import { thresholdPruner } from '../src/pruners/threshold-pruner.ts'
import { ReportList } from '../src/study/reports.ts'
import type { Direction } from '../src/study/direction.ts'

interface Curves {
  readonly steps: readonly number[]
  readonly trials: readonly {
    readonly values: readonly (number | 'NaN')[]
    readonly failsAfter: number | null
  }[]
}

interface Row {
  readonly pruner: keyof typeof pruners
  readonly options: never
  readonly direction: Direction
  readonly workers: number
  readonly curves: string
  readonly prunedAfter: readonly (number | null)[]
  readonly brackets?: readonly number[]
}

const pruners = {
  median: medianPruner,
  percentile: percentilePruner,
  successiveHalving: successiveHalvingPruner,
  hyperband: hyperbandPruner,
  threshold: thresholdPruner,
  patience: ({ pruner, ...options }: { patience: number; pruner?: 'median' }) =>
    patiencePruner({ ...options, ...(pruner && { pruner: pruners[pruner]() }) }),
}

const { source, curves, rows } = JSON.parse(
  readFileSync(new URL('vectors/pruners.json', import.meta.url), 'utf8'),
) as { source: string; curves: Record<string, Curves>; rows: readonly Row[] }

describe(`pruners decide at every report as ${source}`, () => {
  it.each(rows)('$pruner $options: $direction, workers: $workers, curves $curves', (row) => {
    const pruner = pruners[row.pruner](row.options)
    expect(run(pruner, row, curves[row.curves])).toEqual(row.prunedAfter)
  })

  it.each(rows.filter(({ brackets }) => brackets))(
    '$pruner $options: brackets',
    ({ pruner, options, brackets }) => {
      const { bracketOf } = pruners[pruner](options)
      expect(brackets!.map((_, number) => bracketOf!(number))).toEqual(brackets)
    },
  )
})

/** The number of reports after which each trial is pruned, if workers run trials like those of pruners.py do. */
function run(pruner: Pruner, { direction, workers }: Row, { steps, trials }: Curves): (number | null)[] {
  const prunedAfter = trials.map((): number | null => null)
  const all = trials.map((_, number) => ({
    number,
    state: 'running' as TrialProgress['state'],
    intermediate: new ReportList(),
    advanced: true,
  }))
  const running: (number | undefined)[] = Array.from({ length: workers }, () => undefined)
  let next = 0
  while (next < trials.length || running.some((number) => number !== undefined)) {
    for (let worker = 0; worker < workers; worker++) {
      if (running[worker] === undefined && next === trials.length) continue
      const number = (running[worker] ??= next++)
      const trial = all[number]
      const { values, failsAfter } = trials[number]
      const reports = trial.intermediate.size
      trial.intermediate.set(steps[reports], Number(values[reports]) * (direction === 'minimize' ? 1 : -1))
      const others = all.slice(0, next).filter((other) => other !== trial)
      if (pruner.shouldPrune(trial, others, direction)) {
        prunedAfter[number] = reports + 1
        trial.state = 'pruned'
      } else if (reports + 1 === failsAfter) trial.state = 'failed'
      else if (reports + 1 === values.length) trial.state = 'complete'
      else continue
      running[worker] = undefined
    }
  }
  return prunedAfter
}
