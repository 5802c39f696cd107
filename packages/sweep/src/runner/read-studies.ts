import { ATTEMPTS } from '../journal/journal-record.ts'
import type { JournalRecord } from '../journal/journal-record.ts'
import {
  TRIAL_COUNT,
  CONFIGURATION,
  DEFINITION,
  METRIC_NAMES,
  REPEAT,
  RESTARTED,
  SLOT,
} from '../journal/own-attributes.ts'
import type { JournalStudy, JournalTrial } from '../journal/replay-journal.ts'
import { applyRecord, emptyJournalState } from '../journal/replay-journal.ts'
import type { StudyRecord, StudyDefinition } from '../study/study-record.ts'
import type { Failure, StudyTrial } from '../study/study-trial.ts'

/**
 * What a journal says of its studies: those of this package, of Optuna, or of any program that writes the format.
 *
 * @param records Of `readJournalFile()`, or any journal's
 * @example
 * const [study] = readStudies(readJournalFile('studies/1/journal.log'))
 * study.trials.filter(({ state }) => state === 'complete').length
 */
export function readStudies(records: readonly JournalRecord[]): StudyRecord[] {
  const state = emptyJournalState()
  for (const record of records) applyRecord(state, record)
  return [...state.studies.values()].map(readStudy)
}

function readStudy(study: JournalStudy): StudyRecord {
  const { [DEFINITION]: definition, ...attributes } = Object.fromEntries(study.userAttributes)
  const metrics = study.systemAttributes.get(METRIC_NAMES) as readonly string[] | undefined
  return {
    name: study.name,
    direction: study.directions[0] ?? 'minimize',
    definition: definition as StudyDefinition | undefined,
    trials: study.trials.map(readTrial),
    trialCount: study.systemAttributes.get(TRIAL_COUNT) as number | undefined,
    metric: metrics?.[0],
    attributes,
  }
}

/** System attributes of a trial. */
export interface TrialSystemAttributes {
  readonly [SLOT]?: number
  readonly [CONFIGURATION]?: number
  readonly [REPEAT]?: number
  /** Shown as user attribute `seed` too, which an objective may overwrite with its own. */
  readonly 'tunekit:seed'?: number
  readonly [ATTEMPTS]?: number
  readonly [RESTARTED]?: string
  readonly 'tunekit:failures'?: readonly Failure[]
}

/** A trial of a journal as one of a study; of another program's, every trial is a configuration of its own. */
export function readTrial(trial: JournalTrial): StudyTrial {
  const system: TrialSystemAttributes = Object.fromEntries(trial.systemAttributes)
  const { seed: shown, ...others } = Object.fromEntries(trial.userAttributes)
  const seed = system['tunekit:seed'] ?? (typeof shown === 'number' ? shown : 0)
  return {
    number: trial.number,
    slot: system[SLOT] ?? trial.number,
    configurationNumber: system[CONFIGURATION] ?? trial.number,
    repeat: system[REPEAT] ?? 0,
    seed,
    configuration: trial.configuration,
    state: trial.state === 'waiting' ? 'running' : trial.state,
    value: trial.state === 'complete' ? trial.values?.[0] : undefined,
    intermediate: trial.intermediate,
    attempts: system[ATTEMPTS] ?? 1,
    failures: system['tunekit:failures'] ?? [],
    attributes: shown === undefined || shown === seed ? others : { seed: shown, ...others },
    startedAt: system[RESTARTED] ?? trial.startedAt,
    endedAt: trial.endedAt,
  }
}
