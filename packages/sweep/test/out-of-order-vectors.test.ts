import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { hyperbandPruner } from '../src/pruners/hyperband-pruner.ts'
import { medianPruner } from '../src/pruners/median-pruner.ts'
import { patiencePruner } from '../src/pruners/patience-pruner.ts'
import { percentilePruner } from '../src/pruners/percentile-pruner.ts'
import { successiveHalvingPruner } from '../src/pruners/successive-halving-pruner.ts'
import { thresholdPruner } from '../src/pruners/threshold-pruner.ts'
import { randomSampler } from '../src/samplers/random-sampler.ts'
import type { Direction } from '../src/study/direction.ts'
import { createStudy } from '../src/runner/create-study.ts'
import type { StudyTrial } from '../src/study/study-trial.ts'

interface Curve {
  readonly steps: readonly number[]
  readonly values: readonly (number | 'NaN')[]
  readonly failsAfter: number | null
}

interface Row {
  readonly pruner: keyof typeof pruners
  readonly options: never
  readonly direction: Direction
  readonly workers: number
  readonly curves: string
  readonly prunedAfter: readonly (number | null)[]
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
  readFileSync(new URL('vectors/out-of-order.json', import.meta.url), 'utf8'),
) as { source: string; curves: Record<string, readonly Curve[]>; rows: readonly Row[] }

describe(`a study whose trials go back and repeat steps prunes as ${source}`, () => {
  it.each(rows)('$pruner $options: $direction, workers: $workers, curves $curves', (row) => {
    expect(run(row, curves[row.curves])).toEqual(row.prunedAfter)
  })
})

/** The number of reports after which each trial is pruned, if workers run trials like those of out-of-order.py do. */
function run({ pruner, options, direction, workers }: Row, trials: readonly Curve[]): (number | null)[] {
  const study = createStudy({
    space: { x: { kind: 'float', low: 0, high: 1, log: false } },
    sampler: randomSampler(),
    pruner: pruners[pruner](options),
    direction,
    trials: trials.length,
    deterministic: false,
    warn: () => {},
  })
  const prunedAfter = trials.map((): number | null => null)
  const running: ({ readonly number: number; reports: number } | undefined)[] = Array.from(
    { length: workers },
    () => undefined,
  )
  let asked = 0
  while (asked < trials.length || running.some((trial) => trial !== undefined)) {
    for (let worker = 0; worker < workers; worker++) {
      if (running[worker] === undefined) {
        if (asked === trials.length) continue
        running[worker] = { number: (study.ask() as StudyTrial).number, reports: 0 }
        asked++
      }
      const trial = running[worker]!
      const { number } = trial
      const { steps, values, failsAfter } = trials[number]
      const value = Number(values[trial.reports]) * (direction === 'minimize' ? 1 : -1)
      const isBad = study.report(number, steps[trial.reports], value)
      const reports = ++trial.reports
      if (isBad) {
        prunedAfter[number] = reports
        study.tell(number, { state: 'pruned' })
      } else if (reports === failsAfter) {
        study.tell(number, { state: 'failed', failure: { kind: 'error', message: 'as told', attempt: 1 } })
      } else if (reports === values.length) study.tell(number, { state: 'complete', value: 0 })
      else continue
      running[worker] = undefined
    }
  }
  return prunedAfter
}
