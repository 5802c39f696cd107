import { describe, expect, it } from '@jest/globals'
import { memoryJournal } from '../src/journal/journal.ts'
import { medianPruner } from '../src/pruners/median-pruner.ts'
import { patiencePruner } from '../src/pruners/patience-pruner.ts'
import type { Pruner } from '../src/pruners/pruner.ts'
import { thresholdPruner } from '../src/pruners/threshold-pruner.ts'
import { gridSampler } from '../src/samplers/grid-sampler.ts'
import type { Sampler } from '../src/samplers/sampler.ts'
import type { StudyOptions } from '../src/runner/study-options.ts'
import type { Study } from '../src/runner/study.ts'
import { greedySampler } from './samplers.ts'
import type { SmallSpace } from './small-study.ts'
import { ask, journalOf, makeStudy } from './small-study.ts'

const named = (name: string): Pruner => ({ name, options: {}, shouldPrune: () => false })

describe('a study', () => {
  it('counts a mean of NaN as no result, and Infinity as the worst', () => {
    const study = makeStudy({ repeats: 2, trials: 6 })
    for (const value of [Infinity, -Infinity, 2, Infinity, 3, 5]) {
      study.tell(ask(study).number, { state: 'complete', value })
    }
    expect(study.observations().map(({ value }) => value)).toEqual([NaN, Infinity, 4])
    expect(study.best()).toMatchObject({ number: 2, value: 4 })
  })

  it('runs any number of trials at a time if neither sampler nor pruner looks back at results', () => {
    const sampler = gridSampler({ points: 12 })
    const parallel = (options: Partial<StudyOptions<SmallSpace>>): number => makeStudy(options).parallelism
    expect(parallel({ sampler })).toBe(Infinity)
    expect(parallel({ sampler, pruner: thresholdPruner({ upper: 1 }) })).toBe(Infinity)
    expect(parallel({ sampler, pruner: patiencePruner({ patience: 1 }) })).toBe(Infinity)
    expect(parallel({ sampler, pruner: medianPruner() })).toBe(4)
    expect(parallel({ sampler, pruner: patiencePruner({ patience: 1, pruner: medianPruner() }) })).toBe(4)
    expect(parallel({})).toBe(4)
    const study = makeStudy({ sampler, trials: undefined })
    const all = Array.from({ length: 12 }, () => ask(study))
    expect(new Set(all.map(({ configuration }) => configuration.x)).size).toBe(12)
  })

  it('has no trial that ends before its start, and no duration while the study is stopped', () => {
    let minutes = 0
    const clock = (): Date => new Date(Date.UTC(2026, 0, 1, 12, minutes))
    const journal = memoryJournal()
    const study = makeStudy({ journal, clock })
    const [early, late] = [ask(study), ask(study)]
    minutes = -120
    study.tell(early.number, { state: 'complete', value: 1 })
    expect(study.trials[0]).toMatchObject({
      startedAt: '2026-01-01T12:00:00.000000+00:00',
      endedAt: '2026-01-01T12:00:00.000000+00:00',
    })
    minutes = 60
    const again = makeStudy({ journal: journalOf(journal.records), clock })
    again.restart(late.number)
    minutes = 61
    again.tell(late.number, { state: 'complete', value: 1 })
    expect(again.trials[1]).toMatchObject({
      startedAt: '2026-01-01T13:00:00.000000+00:00',
      endedAt: '2026-01-01T13:01:00.000000+00:00',
    })
  })

  it('ignores trials that another program added', () => {
    const journal = memoryJournal()
    const study = makeStudy({ journal })
    study.tell(ask(study).number, { state: 'complete', value: 1 })
    journal.append([
      { op_code: 4, worker_id: 'optuna', study_id: 0, datetime_start: null, state: 4, user_attrs: {} },
    ])
    const again = makeStudy({ journal: journalOf(journal.records) })
    expect([again.trials.length, again.slots.length]).toEqual([2, 1])
    const { number, slot } = ask(again)
    expect([number, slot]).toEqual([2, 1])
    again.tell(number, { state: 'complete', value: 0.5 })
    expect(again.observations().map(({ value }) => value)).toEqual([1, 0.5])
  })

  it('continues a study that was started before a sampler or a pruner had an option', () => {
    const journal = memoryJournal()
    const began = makeStudy({ journal, pruner: named('first') })
    began.tell(ask(began).number, { state: 'complete', value: 1 })
    const open = (changes: Partial<Sampler>): Study =>
      makeStudy({
        journal: journalOf(journal.records),
        sampler: { ...greedySampler(), ...changes },
        pruner: { ...named('first'), options: { weighted: false }, addedOptions: { weighted: false } },
      })
    const { options } = greedySampler()
    expect(open({}).trials).toHaveLength(1)
    expect(open({ options: { depth: 1, ...options }, addedOptions: { depth: 1 } }).trials).toHaveLength(1)
    expect(() => open({ options: { ...options, depth: 2 }, addedOptions: { depth: 1 } })).toThrow(
      'another sampler',
    )
    expect(() => open({ options: { ...options, depth: 1 } })).toThrow('another sampler')
  })
})
