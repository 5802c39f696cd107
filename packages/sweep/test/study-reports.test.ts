import { describe, expect, it } from '@jest/globals'
import { memoryJournal } from '../src/journal/journal.ts'
import { medianPruner } from '../src/pruners/median-pruner.ts'
import { patiencePruner } from '../src/pruners/patience-pruner.ts'
import type { Pruner } from '../src/pruners/pruner.ts'
import { ask, journalOf, makeStudy } from './small-study.ts'

describe('the reports of a study', () => {
  it('ignores a step that an attempt reports again, and says so once', () => {
    const warnings: string[] = []
    const journal = memoryJournal()
    const study = makeStudy({ journal, warn: (sentence) => warnings.push(sentence) })
    const { number } = ask(study)
    study.report(number, 3, 5)
    const written = journal.records.length
    study.report(number, 3, 4)
    study.report(number, 3, 2)
    expect(journal.records).toHaveLength(written)
    study.report(number, 1, 9)
    expect([...study.trials[number].intermediate]).toEqual([
      [1, 9],
      [3, 5],
    ])
    expect(warnings).toEqual([
      'Trial 0 reported step 3 again, with 4: ignored, since the step already has the value 5. ' +
        'Further repeated steps of this trial are ignored without a warning.',
    ])
    study.tell(number, { state: 'pruned' })
    expect([...makeStudy({ journal: journalOf(journal.records) }).trials[number].intermediate]).toEqual([
      [1, 9],
      [3, 5],
    ])
  })

  it('has the values of the last attempt, and judges by its progress', () => {
    const known: unknown[] = []
    const watching: Pruner = {
      name: 'watching',
      options: {},
      shouldPrune({ intermediate, advanced }) {
        known.push([[...intermediate], advanced])
        return false
      },
    }
    const journal = memoryJournal()
    const study = makeStudy({ journal, pruner: watching, warn: () => {} })
    const { number } = ask(study)
    for (const step of [1, 2, 3]) study.report(number, step, step)
    study.restart(number)
    known.length = 0
    study.report(number, 2, 20)
    study.report(number, 1, 10)
    study.report(number, 1, 11)
    const [first, second] = [
      [1, 1],
      [2, 20],
    ]
    expect(known).toEqual([
      [[first, second], true],
      [[[1, 10], second], false],
      [[[1, 10], second], false],
    ])
    study.tell(number, { state: 'pruned' })
    expect(journal.records.at(-1)).toMatchObject({ values: [20] })
    const again = makeStudy({ journal: journalOf(journal.records), pruner: watching })
    expect([...again.trials[number].intermediate.values()]).toEqual([10, 20, 3])
  })

  it('keeps hundreds of thousands of attributes', () => {
    const study = makeStudy()
    const attributes = Object.fromEntries(Array.from({ length: 150_000 }, (_, index) => [`a${index}`, index]))
    study.tell(ask(study).number, { state: 'complete', value: 1, attributes })
    expect(study.trials[0].attributes).toMatchObject({ a0: 0, a149999: 149_999 })
  })

  it('keeps a trial of hundreds of thousands of reports, and reads it again', () => {
    const journal = memoryJournal()
    const pruner = patiencePruner({ patience: 5, minDelta: Infinity, pruner: medianPruner() })
    const study = makeStudy({ journal, trials: 2, pruner })
    const count = 200_000
    for (let trial = 0; trial < 2; trial++) {
      const { number } = ask(study)
      for (let step = 0; step < count; step++) study.report(number, step, count - step)
      study.tell(number, { state: 'complete', value: 1 })
    }
    const again = makeStudy({ journal: journalOf(journal.records), trials: 2, pruner })
    expect(again.trials.map(({ intermediate }) => intermediate.size)).toEqual([count, count])
    expect(again.observations()[1].intermediate.valueAt(-1)).toBe(1)
  })
})
