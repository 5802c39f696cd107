import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createPruner, pruners } from '../src/pruners/create-pruner.ts'
import type { PrunerType } from '../src/pruners/create-pruner.ts'
import { hyperbandPruner } from '../src/pruners/hyperband-pruner.ts'
import { medianPruner } from '../src/pruners/median-pruner.ts'
import { patiencePruner } from '../src/pruners/patience-pruner.ts'
import { percentilePruner } from '../src/pruners/percentile-pruner.ts'
import type { Pruner, ReportingTrial, TrialProgress } from '../src/pruners/pruner.ts'
import { successiveHalvingPruner } from '../src/pruners/successive-halving-pruner.ts'
import { thresholdPruner } from '../src/pruners/threshold-pruner.ts'
import { wandbHyperbandPruner } from '../src/pruners/wandb-hyperband-pruner.ts'
import { progress } from './progress.ts'
import { reportsOf } from '../src/study/reports.ts'

/** Pruners that compare trials. */
const comparing = {
  median: medianPruner({ startupTrials: 0 }),
  percentile: percentilePruner({ percentile: 30, startupTrials: 1, warmupSteps: 1, intervalSteps: 2 }),
  strictest: percentilePruner({ percentile: 0, startupTrials: 1 }),
  asha: successiveHalvingPruner({ reductionFactor: 2 }),
  hyperband: hyperbandPruner({ maxResource: 9 }),
  'wandb-hyperband': wandbHyperbandPruner({ minIter: 1, eta: 2 }),
}
const all: Readonly<Record<PrunerType | 'strictest' | 'patient', Pruner>> = {
  ...comparing,
  patience: patiencePruner({ patience: 1, minDelta: 0.1 }),
  patient: patiencePruner({ patience: 0, pruner: comparing.median }),
  threshold: thresholdPruner({ lower: -3, upper: 3 }),
}

/** Close values, many of them equal, and some that are not finite. */
const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -5, max: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, 0.1) },
)
const state = fc.constantFrom<TrialProgress['state']>('running', 'complete', 'complete', 'pruned', 'failed')
const steps = fc.uniqueArray(fc.nat(12), { minLength: 1 }).map((list) => list.sort((a, b) => a - b))

function trials(values: fc.Arbitrary<number>): fc.Arbitrary<ReportingTrial[]> {
  const trial = fc.tuple(steps, fc.array(values, { minLength: 13, maxLength: 13 }), state)
  return fc
    .array(trial, { minLength: 1, maxLength: 12 })
    .map((list) =>
      list.map(([at, curve, ended], number) =>
        progress(curve.slice(0, at.length), { number, state: number === 0 ? 'running' : ended, steps: at }),
      ),
    )
}

function mapValues(trial: ReportingTrial, change: (value: number) => number): ReportingTrial {
  return {
    ...trial,
    intermediate: reportsOf([...trial.intermediate].map(([step, was]) => [step, change(was)])),
  }
}

describe.each(Object.entries(comparing))('%s', (_, pruner) => {
  it('never prunes the trial that is the best at every step', () => {
    fc.assert(
      fc.property(trials(fc.integer({ min: -5, max: 5 })), ([trial, ...others]) => {
        const best = mapValues(trial, () => -5)
        expect(pruner.shouldPrune(best, others, 'minimize')).toBe(false)
      }),
    )
  })

  it('decides by order alone', () => {
    fc.assert(
      fc.property(trials(fc.integer({ min: -5, max: 5 })), ([trial, ...others]) => {
        const [stretched, ...rest] = [trial, ...others].map((each) => mapValues(each, (was) => 8 * was + 64))
        expect(pruner.shouldPrune(stretched, rest, 'minimize')).toBe(
          pruner.shouldPrune(trial, others, 'minimize'),
        )
      }),
    )
  })
})

describe.each(Object.entries(all))('%s', (_, pruner) => {
  it('maximizes as it minimizes negated values', () => {
    fc.assert(
      fc.property(trials(value), ([trial, ...others]) => {
        const [mirrored, ...rest] = [trial, ...others].map((each) => mapValues(each, (was) => -was))
        expect(pruner.shouldPrune(mirrored, rest, 'maximize')).toBe(
          pruner.shouldPrune(trial, others, 'minimize'),
        )
      }),
    )
  })

  it('does not depend on the order of other trials', () => {
    fc.assert(
      fc.property(trials(value), ([trial, ...others]) => {
        const decision = pruner.shouldPrune(trial, others, 'minimize')
        expect(pruner.shouldPrune(trial, others.toReversed(), 'minimize')).toBe(decision)
      }),
    )
  })
})

describe('createPruner', () => {
  it.each(Object.keys(pruners) as PrunerType[])('creates %s by its options', (type) => {
    const { name, options } = all[type]
    const known = Object.entries(options).filter(([option]) => pruners[type].options.includes(option))
    expect(createPruner({ type, options: Object.fromEntries(known) })).toMatchObject({ name, options })
  })

  it('creates the pruner within patience, and rejects an option that a pruner does not have', () => {
    const options = { patience: 0, pruner: { type: 'median', options: { startupTrials: 0 } } }
    expect(createPruner({ type: 'patience', options }).options).toEqual(all.patient.options)
    expect(() => createPruner({ type: 'asha', options: { maxResource: 9 } })).toThrow(
      new RangeError(
        'Pruner asha has no option `maxResource`: expected minResource, reductionFactor, minEarlyStoppingRate, bootstrapCount.',
      ),
    )
  })
})

describe('successiveHalving', () => {
  const rung = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 40 })

  it('lets max(1, ⌊n / η⌋) of n trials with different values continue, if all have reported before any is judged', () => {
    fc.assert(
      fc.property(rung, fc.integer({ min: 2, max: 6 }), (values, reductionFactor) => {
        const pruner = successiveHalvingPruner({ reductionFactor })
        const there = values.map((each, number) => progress([each], { number, steps: [1] }))
        const left = there.filter((trial) => {
          const others = there.filter((other) => other !== trial)
          return !pruner.shouldPrune(trial, others, 'maximize')
        })
        expect(left).toHaveLength(Math.max(1, Math.floor(values.length / reductionFactor)))
      }),
    )
  })

  it('prunes no trial because a worse trial joins', () => {
    fc.assert(
      fc.property(rung, ([mine, ...values]) => {
        const pruner = successiveHalvingPruner({ reductionFactor: 3 })
        const others = values.map((each, index) => progress([each], { number: index + 1, steps: [1] }))
        const worse = progress([mine + 1], { number: 99, steps: [1] })
        const trial = progress([mine], { steps: [1] })
        const before = pruner.shouldPrune(trial, others, 'minimize')
        expect(before || !pruner.shouldPrune(trial, [...others, worse], 'minimize')).toBe(true)
      }),
    )
  })
})

describe('threshold', () => {
  it('maximizes as it minimizes, whatever the other trials', () => {
    const pruner = thresholdPruner({ lower: -3, upper: 3 })
    fc.assert(
      fc.property(trials(value), ([trial, ...others]) => {
        expect(pruner.shouldPrune(trial, others, 'maximize')).toBe(pruner.shouldPrune(trial, [], 'minimize'))
      }),
    )
  })
})
