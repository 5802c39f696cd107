import {
  ATTEMPTS,
  CONFIGURATION,
  DEFINITION,
  FAILURES,
  METRIC_NAMES,
  REPEAT,
  RESTARTED,
  SEED,
  SLOT,
  TRIAL_COUNT,
} from '../journal/attribute-names.ts'
import type { JournalRecord } from '../journal/journal-record.ts'
import type { JournalStudy, JournalTrial } from '../journal/replay-journal.ts'
import { applyRecord, emptyJournalState } from '../journal/replay-journal.ts'
import type { StudyDefinition, StudyRecord } from '../study/study-record.ts'
import type { Failure, StudyTrial } from '../study/study-trial.ts'

/**
 * Reads the studies of a journal, which may be written by this package, by Optuna or by another program.
 *
 * @param records The records of a journal, for example from `readJournalFile()`
 *
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

/** The system attributes of a trial that this package writes. */
interface TrialSystemAttributes {
  readonly [SLOT]?: number
  readonly [CONFIGURATION]?: number
  readonly [REPEAT]?: number
  readonly [SEED]?: number
  readonly [ATTEMPTS]?: number
  readonly [RESTARTED]?: string
  readonly [FAILURES]?: readonly Failure[]
}

/** Reads a trial of a journal. Each trial of another program counts as a configuration of its own. */
export function readTrial(trial: JournalTrial): StudyTrial {
  const system: TrialSystemAttributes = Object.fromEntries(trial.systemAttributes)
  const { seed: shown, ...others } = Object.fromEntries(trial.userAttributes)
  const seed = system[SEED] ?? (typeof shown === 'number' ? shown : 0)
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
    failures: system[FAILURES] ?? [],
    attributes: shown === undefined || shown === seed ? others : { seed: shown, ...others },
    startedAt: system[RESTARTED] ?? trial.startedAt,
    endedAt: trial.endedAt,
  }
}
