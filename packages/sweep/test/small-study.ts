import { memoryJournal } from '../src/journal/journal.ts'
import type { Journal } from '../src/journal/journal.ts'
import type { FloatParameter } from '../src/parameters/parameter.ts'
import { createStudy } from '../src/runner/create-study.ts'
import type { StudyOptions } from '../src/runner/study-options.ts'
import type { StudyTrial } from '../src/study/study-trial.ts'
import type { Study } from '../src/runner/study.ts'
import { greedySampler } from './samplers.ts'

/** A space of one number. */
export type SmallSpace = { readonly x: FloatParameter }

const space: SmallSpace = { x: { kind: 'float', low: 0, high: 1, log: false } }

/** Creates a study of one number with twelve trials, unless `options` say otherwise. */
export function makeStudy(options: Partial<StudyOptions<SmallSpace>> = {}): Study<{ readonly x: number }> {
  return createStudy({
    space,
    sampler: greedySampler(),
    direction: 'minimize',
    trials: 12,
    seed: 7,
    ...options,
  })
}

/** Asks a study for its next trial. @throws {Error} If there is none */
export function ask<C extends { x: number }>(study: Study<C>): StudyTrial<C> {
  const trial = study.ask()
  if (typeof trial === 'string') throw new Error(`Expected a trial, got ${trial}.`)
  return trial
}

/** Creates a journal in memory with the given records. */
export function journalOf(records: Journal['records']): Journal {
  const journal = memoryJournal()
  journal.append(records)
  return journal
}
