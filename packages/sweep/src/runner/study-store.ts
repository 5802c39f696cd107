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
import { encodeDistribution, encodeValue } from '../journal/distribution.ts'
import type { JournalRecord, TrialState } from '../journal/journal-record.ts'
import { DIRECTIONS, OPERATIONS, TRIAL_STATES } from '../journal/journal-record.ts'
import type { Journal } from '../journal/journal.ts'
import { applyRecord, emptyJournalState } from '../journal/replay-journal.ts'
import type { JournalStudy } from '../journal/replay-journal.ts'
import { checkConfiguration } from '../parameters/check-configuration.ts'
import type { Configuration, ConfigurationOf, Space } from '../parameters/space.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { Direction } from '../study/direction.ts'
import type { Reports } from '../study/reports.ts'
import type { StudyDefinition } from '../study/study-record.ts'
import type { Attributes, Failure, StudyTrial } from '../study/study-trial.ts'
import { checkDefinition } from './check-definition.ts'
import { readTrial } from './read-studies.ts'

/** The trials of one study, stored in a journal. A change takes effect once the journal has stored it. */
export interface StudyStore<C extends Configuration = Configuration> {
  /** Every trial, by number, including trials that another program added. */
  readonly trials: readonly StudyTrial[]
  /** The latest trial of each slot. */
  readonly slots: readonly StudyTrial<C>[]
  /** The number of trials that the journal states; `undefined` if it states none. */
  readonly trialCount: number | undefined
  noteTrialCount(trialCount: number | undefined): void
  /** @throws {RangeError} If the trial is not running, or does not belong to a slot */
  requireRunning(number: number): StudyTrial<C>
  create(
    trial: Pick<StudyTrial<C>, 'slot' | 'configurationNumber' | 'repeat' | 'seed' | 'configuration'>,
  ): StudyTrial<C>
  /**
   * Records an intermediate value, unless the attempt has already reported the step.
   *
   * @returns Whether the step is the largest of the attempt, is smaller, or was already reported
   */
  noteValue(number: number, step: number, value: number): 'advanced' | 'late' | 'repeated'
  /** Returns the reports of a trial. Reports of an earlier, lost attempt count only up to the last step of the running attempt. */
  reportsSoFar(number: number): Reports
  restart(number: number, failure?: Failure): StudyTrial<C>
  fail(number: number, failure: Failure): void
  end(number: number, state: 'complete' | 'pruned', value: number | undefined, attributes: Attributes): void
  close(): void
}

/** The options of a study that its store needs. */
interface StoredStudy<S extends Space> {
  readonly space: S
  readonly name: string
  readonly direction: Direction
  readonly definition: StudyDefinition
  readonly sampler: Sampler
  readonly pruner: Pruner | undefined
  readonly metric: string | undefined
  readonly clock: () => Date
}

/**
 * Opens a study in a journal, or creates it there.
 *
 * @throws {RangeError} If the journal contains a study of the same name with another definition, or with trials of another program
 */
export function openStudyStore<S extends Space>(
  journal: Journal,
  study: StoredStudy<S>,
): StudyStore<ConfigurationOf<S>> {
  const { space, metric, clock } = study
  const { stored, commit } = openInJournal(journal, study)
  checkDefinition(stored, study)
  noteOfStudy(METRIC_NAMES, metric && [metric])
  const trials = stored.trials.map(readTrial)
  const slots: StudyTrial<ConfigurationOf<S>>[] = []
  for (const { number, systemAttributes } of stored.trials) if (systemAttributes.has(SLOT)) refresh(number)

  /** Records an attribute of the study, unless the journal already contains it. */
  function noteOfStudy(name: string, value: unknown): void {
    if (value === undefined) return
    if (JSON.stringify(stored.systemAttributes.get(name)) === JSON.stringify(value)) return
    commit([
      { op_code: OPERATIONS.setStudySystemAttribute, study_id: stored.id, system_attr: { [name]: value } },
    ])
  }

  /** Reads a trial of a slot from the journal. */
  function refresh(number: number): StudyTrial<ConfigurationOf<S>> {
    const { configuration, ...rest } = readTrial(stored.trials[number])
    checkConfiguration(space, configuration)
    const trial = { ...rest, configuration }
    trials[number] = trial
    slots[trial.slot] = trial
    return trial
  }

  /** Returns the record of a system attribute of a trial. */
  function systemAttributes(number: number, system_attr: Attributes): Change {
    return { op_code: OPERATIONS.setTrialSystemAttribute, trial_id: stored.trials[number].id, system_attr }
  }

  function failureRecord(number: number, failure: Failure): Change {
    return systemAttributes(number, { [FAILURES]: [...trials[number].failures, failure] })
  }

  function endRecord(number: number, state: TrialState, values: readonly number[] | null): Change {
    return {
      op_code: OPERATIONS.setTrialState,
      trial_id: stored.trials[number].id,
      state: TRIAL_STATES.indexOf(state),
      values,
      datetime_complete: timeOfEnd(trials[number]),
    }
  }

  /** Returns the current time, or the trial's start if the clock was set back to an earlier time. */
  function timeOfEnd({ number, startedAt = '' }: StudyTrial): string {
    return [startedAt, stored.trials[number].startedAt ?? '', timestamp(clock())].sort().at(-1)!
  }

  return {
    trials,
    slots,
    trialCount: stored.systemAttributes.get(TRIAL_COUNT) as number | undefined,
    noteTrialCount: (trialCount) => noteOfStudy(TRIAL_COUNT, trialCount),
    requireRunning(number) {
      const trial = slots.findLast((each) => each.number === number)
      if (trial?.state === 'running') return trial
      throw new RangeError(
        `Trial ${number} must be running, got ${trial?.state ?? 'no trial of that number'}.`,
      )
    },
    create({ slot, configurationNumber, repeat, seed, configuration }) {
      commit([
        {
          op_code: OPERATIONS.createTrial,
          study_id: stored.id,
          datetime_start: timestamp(clock()),
          state: TRIAL_STATES.indexOf('running'),
          ...encodeConfiguration(space, configuration),
          user_attrs: { seed },
          system_attrs: {
            [SLOT]: slot,
            [CONFIGURATION]: configurationNumber,
            [REPEAT]: repeat,
            [SEED]: seed,
            [ATTEMPTS]: 1,
          },
        },
      ])
      return refresh(stored.trials.length - 1)
    },
    noteValue(number, step, value) {
      const { id: trial_id, intermediate } = stored.trials[number]
      if (intermediate.isReported(step)) return 'repeated'
      commit([{ op_code: OPERATIONS.setTrialIntermediateValue, trial_id, step, intermediate_value: value }])
      return intermediate.reached === step ? 'advanced' : 'late'
    },
    reportsSoFar(number) {
      const { intermediate } = stored.trials[number]
      return intermediate.reached === -1 ? intermediate : intermediate.upTo(intermediate.reached)
    },
    restart(number, failure) {
      const attempts = { [ATTEMPTS]: trials[number].attempts + 1 }
      // Without a failure, the study was stopped in the meantime.
      const restarted = failure ? {} : { [RESTARTED]: timestamp(clock()) }
      commit([
        ...(failure ? [failureRecord(number, failure)] : []),
        systemAttributes(number, { ...attempts, ...restarted }),
      ])
      return refresh(number)
    },
    fail(number, failure) {
      commit([failureRecord(number, failure), endRecord(number, 'failed', null)])
      refresh(number)
    },
    end(number, state, value, attributes) {
      const notes = Object.entries(attributes).map(([key, attribute]): Change => ({
        op_code: OPERATIONS.setTrialUserAttribute,
        trial_id: stored.trials[number].id,
        user_attr: { [key]: attribute },
      }))
      commit([...notes, endRecord(number, state, value === undefined ? null : [value])])
      refresh(number)
    },
    close: () => journal.close(),
  }
}

/** A record without the name of its writer. */
type Change = WithoutWorker<JournalRecord>
type WithoutWorker<R> = R extends JournalRecord ? Omit<R, 'worker_id'> : never

/** Finds the study of a name in a journal, or creates it. Records its definition if it has none. */
function openInJournal(
  journal: Journal,
  { name, direction, definition }: Pick<StoredStudy<Space>, 'name' | 'direction' | 'definition'>,
): { readonly stored: JournalStudy; readonly commit: (changes: readonly Change[]) => void } {
  const state = emptyJournalState()
  for (const record of journal.records) applyRecord(state, record)

  function commit(changes: readonly Change[]): void {
    const records = changes.map((change): JournalRecord => ({ ...change, worker_id: 'tunekit' }))
    journal.append(records)
    for (const record of records) applyRecord(state, record)
  }

  const find = (): JournalStudy | undefined =>
    [...state.studies.values()].find((study) => study.name === name)
  if (!find()) {
    const directions = [DIRECTIONS.indexOf(direction)]
    commit([{ op_code: OPERATIONS.createStudy, study_name: name, directions }])
  }
  const stored = find()!
  // A study without a definition and without trials can be our own, after a crash between its first two records.
  if (!stored.userAttributes.has(DEFINITION) && stored.trials.length === 0) {
    const user_attr = { [DEFINITION]: definition }
    commit([{ op_code: OPERATIONS.setStudyUserAttribute, study_id: stored.id, user_attr }])
  }
  return { stored, commit }
}

/** Returns the distributions and encoded values of a configuration, as a journal stores them. */
function encodeConfiguration(
  space: Space,
  configuration: Configuration,
): { readonly distributions: Record<string, string>; readonly params: Record<string, number> } {
  const distributions: Record<string, string> = {}
  const params: Record<string, number> = {}
  for (const [name, value] of Object.entries(configuration)) {
    const parameter = space[name]
    const inner = parameter.kind === 'conditional' ? parameter.parameter : parameter
    distributions[name] = encodeDistribution(inner)
    params[name] = encodeValue(inner, value)
  }
  return { distributions, params }
}

/** Formats a time as Python's `datetime.isoformat(timespec="microseconds")`, which Optuna can read. */
function timestamp(date: Date): string {
  return date.toISOString().replace('Z', '000+00:00')
}
