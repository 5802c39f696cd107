import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { stagedSampler } from '../../test/samplers.ts'
import { memoryJournal } from '../journal/journal.ts'
import type { Journal } from '../journal/journal.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { gridSampler } from '../samplers/grid-sampler.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { StudyOptions } from './study-options.ts'
import type { StudyTrial } from '../study/study-trial.ts'
import type { Study } from './study.ts'
import type { SmallSpace } from '../../test/small-study.ts'
import { ask, journalOf, makeStudy } from '../../test/small-study.ts'

const valueOf = ({ configuration, seed }: StudyTrial): number =>
  (configuration.x as number) ** 2 + (seed % 7) / 1e3

/** Runs a study with some workers; each number of `order` chooses the trial that ends next. */
function simulate(study: Study, workers: number, order: readonly number[]): void {
  const running: StudyTrial[] = []
  for (let turn = 0; ; turn++) {
    while (running.length < workers) {
      const trial = study.ask()
      if (typeof trial === 'string') break
      running.push(trial)
    }
    if (running.length === 0) return
    const [trial] = running.splice(order[turn % order.length] % running.length, 1)
    const isBad = study.report(trial.number, 1, valueOf(trial))
    if (isBad) study.tell(trial.number, { state: 'pruned' })
    else study.tell(trial.number, { state: 'complete', value: valueOf(trial) })
  }
}

/** Prunes a trial that is worse than the mean of the others. */
const meanPruner: Pruner = {
  name: 'mean',
  options: {},
  shouldPrune(trial, others) {
    const values = others.map(({ intermediate }) => intermediate.get(1)!)
    return trial.intermediate.get(1)! > values.reduce((sum, value) => sum + value, 0) / values.length
  },
}

function outcomes(study: Study): unknown[] {
  return study.slots.map(({ configuration, seed, state, value }) => [configuration.x, seed, state, value])
}

describe('a study', () => {
  it('has exactly as many trials as asked for, and the seed of each depends on its number', () => {
    const study = makeStudy({ trials: 5 })
    const seeds = Array.from({ length: 5 }, () => {
      const { number, seed } = ask(study)
      study.tell(number, { state: 'complete', value: 1 })
      return seed
    })
    expect(study.ask()).toBe('done')
    expect(new Set(seeds).size).toBe(5)
    const same = makeStudy({ trials: 2, sampler: stagedSampler([[0.1, 0.2, 0.3]]) })
    expect([ask(same).seed, ask(same).seed]).toEqual(seeds.slice(0, 2))
  })

  it('has the same trials for any number of workers, whichever is faster', () => {
    const order = fc.array(fc.nat(), { minLength: 1, maxLength: 40 })
    const options = { trials: 20, pruner: meanPruner }
    for (const repeats of [undefined, 3]) {
      const alone = makeStudy({ ...options, repeats })
      simulate(alone, 1, [0])
      expect(new Set(alone.slots.map(({ state }) => state))).toEqual(new Set(['complete', 'pruned']))
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 6 }), order, (workers, turns) => {
          const study = makeStudy({ ...options, repeats })
          simulate(study, workers, turns)
          expect(outcomes(study)).toEqual(outcomes(alone))
        }),
      )
    }
  })

  it('shows the sampler everything at once if it need not be deterministic', () => {
    const study = makeStudy({ deterministic: false })
    const first = ask(study)
    study.tell(first.number, { state: 'complete', value: 0 })
    const second = ask(study)
    const unaware = makeStudy()
    unaware.tell(ask(unaware).number, { state: 'complete', value: 0 })
    expect(Math.abs(second.configuration.x - first.configuration.x)).toBeCloseTo(
      Math.abs(ask(unaware).configuration.x - first.configuration.x) / 2,
      12,
    )
  })

  it('runs at most `lag` trials at a time', () => {
    const study = makeStudy({ lag: 2 })
    const first = ask(study)
    const second = ask(study)
    expect(study.ask()).toBe('wait')
    study.tell(second.number, { state: 'complete', value: 1 })
    expect(study.ask()).toBe('wait')
    study.tell(first.number, { state: 'complete', value: 1 })
    expect(study.ask()).toMatchObject({ number: 2 })
  })

  it('lets a sampler wait for every earlier trial', () => {
    const study = makeStudy({ sampler: stagedSampler([[0.1, 0.2], [0.3]]), trials: undefined })
    expect(study.trialCount).toBeUndefined()
    const trials = [ask(study), ask(study)]
    expect(study.ask()).toBe('wait')
    for (const { number } of trials) study.tell(number, { state: 'complete', value: 1 })
    study.tell(ask(study).number, { state: 'complete', value: 1 })
    expect(study.ask()).toBe('done')
    expect(study.slots.map(({ configuration }) => configuration.x)).toEqual([0.1, 0.2, 0.3])
  })

  it('shows a sampler only configurations of its bracket, unless the sampler ends by itself', () => {
    const brackets: Pruner = {
      name: 'brackets',
      options: {},
      shouldPrune: () => false,
      bracketOf: (number) => number % 2,
    }
    const seen: number[][] = []
    const watched: Sampler = {
      name: 'watched',
      options: {},
      propose({ history }) {
        seen.push(history.map(({ number }) => number))
        return { x: 0 }
      },
    }
    simulate(makeStudy({ sampler: watched, trials: 5, pruner: brackets }), 1, [0])
    expect(seen).toEqual([[], [], [0], [1], [0, 2]])
    const grid = makeStudy({ sampler: gridSampler({ points: 4 }), trials: undefined, pruner: brackets })
    simulate(grid, 1, [0])
    expect(new Set(grid.trials.map(({ configuration }) => configuration.x)).size).toBe(4)
  })

  it('runs each configuration with the same seeds, and observes their mean', () => {
    const study = makeStudy({ repeats: [11, 12], trials: 4, sampler: stagedSampler([[0.1, 0.2]]) })
    const values = [3, 5, 1, 2]
    for (const value of values) study.tell(ask(study).number, { state: 'complete', value })
    expect(study.trials.map(({ configuration, seed }) => [configuration.x, seed])).toEqual([
      [0.1, 11],
      [0.1, 12],
      [0.2, 11],
      [0.2, 12],
    ])
    expect(study.observations()).toMatchObject([
      { state: 'complete', value: 4 },
      { state: 'complete', value: 1.5 },
    ])
    expect(study.best()).toMatchObject({ number: 1, configuration: { x: 0.2 } })
  })

  it('observes a configuration as failed or pruned if one of its repeats was', () => {
    const study = makeStudy({ repeats: 2, trials: 4 })
    const end = (result: Parameters<Study['tell']>[1]): void => study.tell(ask(study).number, result)
    end({ state: 'complete', value: 1 })
    end({ state: 'pruned' })
    end({ state: 'failed', failure: { kind: 'error', message: 'no', attempt: 1 } })
    end({ state: 'complete', value: 1 })
    expect(study.observations().map(({ state }) => state)).toEqual(['pruned', 'failed'])
    expect(study.best()).toBeUndefined()
  })

  it('is the same after each record of its journal, wherever it was cut', () => {
    const { records } = recorded()
    const whole = makeStudy({ journal: journalOf(records), pruner: meanPruner })
    for (let length = 0; length <= records.length; length++) {
      const study = makeStudy({ journal: journalOf(records.slice(0, length)), pruner: meanPruner })
      for (const { number, state, configuration } of [...study.slots]) {
        if (state !== 'running') continue
        const trial = study.restart(number)
        expect(configuration).toEqual(whole.slots[number].configuration)
        const isBad = study.report(number, 1, valueOf(trial))
        study.tell(number, isBad ? { state: 'pruned' } : { state: 'complete', value: valueOf(trial) })
      }
      simulate(study, 3, [1, 0, 5])
      expect(outcomes(study)).toEqual(outcomes(whole))
    }
  })

  it('continues only with the definition it started with, except for the number of trials', () => {
    const { records } = recorded()
    const open = (options: Partial<StudyOptions<SmallSpace>>): Study =>
      makeStudy({ journal: journalOf(records), pruner: meanPruner, ...options })
    expect(() => open({ seed: 8 })).toThrow(
      'Study "study" started with another seed: 7, not 8. Only the number',
    )
    expect(() => open({ pruner: undefined })).toThrow('another pruner: {"name":"mean"}, not null')
    expect(() => open({ direction: 'maximize' })).toThrow('another direction: "minimize", not "maximize"')
    expect(() => open({ space: { x: { kind: 'float', low: 0, high: 2, log: false } } as never })).toThrow(
      'another space',
    )
    const reordered = { log: false, high: 1, low: 0, kind: 'float' } as const
    expect(open({ space: { x: reordered } }).trialCount).toBe(12)
    expect(open({ trials: undefined }).trialCount).toBe(12)
    expect(open({ trials: 13 }).ask()).toMatchObject({ number: 12 })
  })

  it('closes its journal if it cannot be created, so that the next attempt can open it', () => {
    const { records } = recorded()
    let closed = 0
    const journal = { ...journalOf(records), close: () => closed++ }
    expect(() => makeStudy({ journal, pruner: meanPruner, seed: 8 })).toThrow('another seed')
    expect(closed).toBe(1)
    expect(() => makeStudy({ journal, lag: 0 })).toThrow('`lag`')
    expect(closed).toBe(2)
  })

  it('does not continue a study of another program', () => {
    const journal = memoryJournal()
    journal.append([
      { op_code: 0, worker_id: 'optuna', study_name: 'study', directions: [1] },
      { op_code: 4, worker_id: 'optuna', study_id: 0, datetime_start: null },
    ])
    expect(() => makeStudy({ journal })).toThrow(
      'created by another program: it can be read and reported, but not continued',
    )
  })

  it('keeps a value of Infinity, the worst there is', () => {
    const journal = memoryJournal()
    const study = makeStudy({ trials: 2, journal })
    study.tell(ask(study).number, { state: 'complete', value: Infinity })
    study.tell(ask(study).number, { state: 'complete', value: 5 })
    const again = makeStudy({ trials: 2, journal: journalOf(journal.records) })
    expect(again.trials.map(({ value }) => value)).toEqual([Infinity, 5])
    expect(again.best()).toMatchObject({ number: 1 })
  })

  it('keeps the seed of a trial whose objective has a seed of its own', () => {
    const study = makeStudy()
    const { number, seed } = ask(study)
    study.tell(number, { state: 'complete', value: 1, attributes: { seed: 999, epochs: 3 } })
    expect(study.trials[0]).toMatchObject({ seed, attributes: { seed: 999, epochs: 3 } })
    const other = ask(study)
    study.tell(other.number, { state: 'complete', value: 1, attributes: { epochs: 3 } })
    expect(study.trials[1].attributes).toEqual({ epochs: 3 })
  })

  it('runs a failed trial again in its place', () => {
    const study = makeStudy({ trials: 1 })
    study.tell(ask(study).number, { state: 'failed', failure: { kind: 'error', message: 'no', attempt: 1 } })
    expect(study.ask()).toBe('done')
    const again = study.retry(0)
    expect(again).toMatchObject({ number: 1, slot: 0, seed: study.trials[0].seed })
    expect(again.configuration).toEqual(study.trials[0].configuration)
    study.tell(1, { state: 'complete', value: 2 })
    expect(study.observations()).toMatchObject([{ state: 'complete', value: 2 }])
    expect(() => study.retry(0)).toThrow('Trial 0 must have failed and must not have been retried yet.')
  })

  it.each([
    [{ lag: 0 }, '`lag` must be a positive integer, got 0.'],
    [{ trials: -1 }, '`trials` must be a non-negative integer, got -1.'],
    [{ trials: undefined }, 'Sampler greedy never ends: set the number of `trials`.'],
    [{ repeats: 0 }, '`repeats` must be a positive integer or a list of seeds, got 0.'],
    [{ repeats: [] }, '`repeats` must be one or more integers, got [].'],
  ])('rejects %j', (options, message) => {
    expect(() => makeStudy(options)).toThrow(message)
  })

  it('rejects wrong values and steps, and trials that are not running', () => {
    const study = makeStudy()
    const { number } = ask(study)
    expect(() => study.report(number, 1.5, 0)).toThrow('`step` must be a non-negative integer, got 1.5.')
    expect(() => study.tell(number, { state: 'complete', value: NaN })).toThrow('must be a number, got NaN')
    study.tell(number, { state: 'complete', value: 1 })
    expect(() => study.report(number, 1, 0)).toThrow('Trial 0 must be running, got complete.')
    expect(() => study.tell(9, { state: 'pruned' })).toThrow(
      'Trial 9 must be running, got no trial of that number.',
    )
  })
})

function recorded(): Journal {
  const journal = memoryJournal()
  simulate(makeStudy({ journal, pruner: meanPruner }), 3, [2, 0, 1])
  return journal
}
