import { encodeDistribution, encodeValue } from '../journal/distribution.ts'
import type { JournalRecord, TrialState } from '../journal/journal-record.ts'
import type { Attributes, Failure, StudyTrial } from '../study/study-trial.ts'
import { ATTEMPTS, DIRECTIONS, OPERATIONS, TRIAL_STATES } from '../journal/journal-record.ts'
import type { Journal } from '../journal/journal.ts'
import {
  TRIAL_COUNT,
  CONFIGURATION,
  DEFINITION,
  METRIC_NAMES,
  REPEAT,
  RESTARTED,
  SLOT,
} from '../journal/own-attributes.ts'
import { applyRecord, emptyJournalState } from '../journal/replay-journal.ts'
import type { JournalStudy } from '../journal/replay-journal.ts'
import type { Reports } from '../study/reports.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { Direction } from '../study/direction.ts'
import { checkDefinition } from './check-definition.ts'
import { readTrial } from './read-studies.ts'
import type { StudyDefinition } from '../study/study-record.ts'

/** The trials of one study, kept in a journal: what is not in the journal has not happened. */
export interface StudyStore {
  /** Every trial, by number. */
  readonly trials: readonly StudyTrial[]
  /** The latest trial of each slot. */
  readonly slots: readonly StudyTrial[]
  /** How many trials it is to have, as noted before. */
  readonly trialCount: number | undefined
  noteTrialCount(trialCount: number | undefined): void
  create(
    trial: Pick<StudyTrial, 'slot' | 'configurationNumber' | 'repeat' | 'seed' | 'configuration'>,
  ): StudyTrial
  /** Notes a value, unless this attempt has reported the step before; says whether the step is the attempt's largest. */
  noteValue(number: number, step: number, value: number): 'advanced' | 'late' | 'repeated'
  /** What a trial has reported; of a lost attempt only what is before the last step of the one that runs. */
  reportsSoFar(number: number): Reports
  restart(number: number, failure?: Failure): StudyTrial
  fail(number: number, failure: Failure): void
  end(number: number, state: 'complete' | 'pruned', value: number | undefined, attributes: Attributes): void
  close(): void
}

type WithoutWorker<R> = R extends JournalRecord ? Omit<R, 'worker_id'> : never

/** Opens a study in a journal, or makes it. */
export function openStudyStore(
  journal: Journal,
  study: {
    readonly name: string
    readonly direction: Direction
    readonly definition: StudyDefinition
    readonly sampler: Sampler
    readonly pruner: Pruner | undefined
    readonly metric: string | undefined
    readonly clock: () => Date
  },
): StudyStore {
  const { name, direction, definition, metric, clock } = study
  const { space } = definition
  const state = emptyJournalState()
  for (const record of journal.records) applyRecord(state, record)
  if (!findStudy()) {
    const directions = [DIRECTIONS.indexOf(direction)]
    commit([{ op_code: OPERATIONS.createStudy, study_name: name, directions }])
  }
  const kept = findStudy() as JournalStudy
  // A study of no trials is anyone's: a crash can have come between its first two records.
  if (!kept.userAttributes.has(DEFINITION) && kept.trials.length === 0) {
    const user_attr = { [DEFINITION]: definition }
    commit([{ op_code: OPERATIONS.setStudyUserAttribute, study_id: kept.id, user_attr }])
  }
  checkDefinition(kept, study)
  noteOfStudy(METRIC_NAMES, metric && [metric])
  const trials = kept.trials.map(readTrial)
  const slots: StudyTrial[] = []
  // A trial that another program added has no slot: it is none of the study's own.
  for (const trial of trials) {
    if (kept.trials[trial.number].systemAttributes.has(SLOT)) slots[trial.slot] = trial
  }

  /** Notes something of the study, unless it is noted already. */
  function noteOfStudy(name: string, value: unknown): void {
    if (value === undefined || JSON.stringify(kept.systemAttributes.get(name)) === JSON.stringify(value))
      return
    const system_attr = { [name]: value }
    commit([{ op_code: OPERATIONS.setStudySystemAttribute, study_id: kept.id, system_attr }])
  }

  function findStudy(): JournalStudy | undefined {
    return [...state.studies.values()].find((candidate) => candidate.name === name)
  }

  function commit(changes: readonly WithoutWorker<JournalRecord>[]): void {
    const records = changes.map((change) => ({ ...change, worker_id: 'tunekit' }) as JournalRecord)
    journal.append(records)
    for (const record of records) applyRecord(state, record)
  }

  /** Reads a trial again after a change of it. */
  function refresh(number: number): StudyTrial {
    const trial = readTrial(kept.trials[number])
    trials[number] = trial
    slots[trial.slot] = trial
    return trial
  }

  function ending(
    number: number,
    endState: TrialState,
    values: readonly number[] | null,
  ): WithoutWorker<JournalRecord> {
    return {
      op_code: OPERATIONS.setTrialState,
      trial_id: kept.trials[number].id,
      state: TRIAL_STATES.indexOf(endState),
      values,
      datetime_complete: endOf(trials[number]),
    }
  }

  /** The time now; not before the trial's start, even if the clock was set back. */
  function endOf({ number, startedAt = '' }: StudyTrial): string {
    return [startedAt, kept.trials[number].startedAt ?? '', timestamp(clock())].sort().at(-1)!
  }

  function noting(number: number, failure: Failure): WithoutWorker<JournalRecord> {
    return {
      op_code: OPERATIONS.setTrialSystemAttribute,
      trial_id: kept.trials[number].id,
      system_attr: { 'tunekit:failures': [...trials[number].failures, failure] },
    }
  }

  return {
    trials,
    slots,
    trialCount: kept.systemAttributes.get(TRIAL_COUNT) as number | undefined,
    noteTrialCount: (trialCount) => noteOfStudy(TRIAL_COUNT, trialCount),
    create({ slot, configurationNumber, repeat, seed, configuration }) {
      const parameters = Object.entries(configuration).map(([parameterName, value]) => {
        const parameter = space[parameterName]
        const inner = parameter.kind === 'conditional' ? parameter.parameter : parameter
        return { parameterName, distribution: encodeDistribution(inner), value: encodeValue(inner, value) }
      })
      commit([
        {
          op_code: OPERATIONS.createTrial,
          study_id: kept.id,
          datetime_start: timestamp(clock()),
          state: TRIAL_STATES.indexOf('running'),
          distributions: Object.fromEntries(
            parameters.map(({ parameterName, distribution }) => [parameterName, distribution]),
          ),
          params: Object.fromEntries(parameters.map(({ parameterName, value }) => [parameterName, value])),
          user_attrs: { seed },
          system_attrs: {
            [SLOT]: slot,
            [CONFIGURATION]: configurationNumber,
            [REPEAT]: repeat,
            'tunekit:seed': seed,
            [ATTEMPTS]: 1,
          },
        },
      ])
      return refresh(kept.trials.length - 1)
    },
    noteValue(number, step, value) {
      const { intermediate } = kept.trials[number]
      if (intermediate.isReported(step)) return 'repeated'
      commit([
        {
          op_code: OPERATIONS.setTrialIntermediateValue,
          trial_id: kept.trials[number].id,
          step,
          intermediate_value: value,
        },
      ])
      return intermediate.reached === step ? 'advanced' : 'late'
    },
    reportsSoFar(number) {
      const { intermediate } = kept.trials[number]
      return intermediate.reached === -1 ? intermediate : intermediate.upTo(intermediate.reached)
    },
    restart(number, failure) {
      commit([
        ...(failure ? [noting(number, failure)] : []),
        {
          op_code: OPERATIONS.setTrialSystemAttribute,
          trial_id: kept.trials[number].id,
          system_attr: {
            [ATTEMPTS]: trials[number].attempts + 1,
            // Nothing of it failed, so the study was stopped in the meantime.
            ...(!failure && { [RESTARTED]: timestamp(clock()) }),
          },
        },
      ])
      return refresh(number)
    },
    fail(number, failure) {
      commit([noting(number, failure), ending(number, 'failed', null)])
      refresh(number)
    },
    end(number, endState, value, attributes) {
      const notes = Object.entries(attributes).map(([key, attribute]): WithoutWorker<JournalRecord> => ({
        op_code: OPERATIONS.setTrialUserAttribute,
        trial_id: kept.trials[number].id,
        user_attr: { [key]: attribute },
      }))
      commit([...notes, ending(number, endState, value === undefined ? null : [value])])
      refresh(number)
    },
    close: () => journal.close(),
  }
}

/** As Python's `datetime.isoformat(timespec="microseconds")`, which Optuna reads back. */
function timestamp(date: Date): string {
  return date.toISOString().replace('Z', '000+00:00')
}
