import { labelConfigurations } from '@tunekit/report'
import type { ReportFact, ReportGroup, ReportInput, ReportMeasure, ReportStudy } from '@tunekit/report'
import { ranking, readStudies, tabulateObservations } from '@tunekit/sweep'
import { compareAll, pedAnovaImportance } from '@tunekit/sweep/statistics'
import type { Configuration, StudyRecord, StudyTrial } from '@tunekit/sweep'
import { readJournalFile } from '@tunekit/sweep/node'
import { REPRODUCTION } from '../reproduction/create-reproduction.ts'
import { reproductionGroups } from '../reproduction/reproduction-groups.ts'
import type { DataReader } from '../run/data-reader.ts'
import { isRun, readRuns } from '../run/read-run.ts'
import { seedOf } from '../study/describe-configuration.ts'
import { formatDuration } from '../study/format-study.ts'
import type { StudyFolder } from '../study/study-folder.ts'

/** The number of best configurations of a study that are shown in full. */
const SHOWN = 8

/** A study with its name in a report. */
export interface NamedStudy {
  readonly study: StudyRecord
  readonly folder: StudyFolder
  /** The study's name, or the path of its folder if another study of the report has the same name. */
  readonly name: string
  /** Whether the report has other studies too. */
  readonly isOneOfSeveral: boolean
}

/**
 * Reads the study in a folder.
 *
 * @throws {Error} If the folder has no study
 */
export function readStudyOf(folder: StudyFolder): { study: StudyRecord; folder: StudyFolder } {
  const [study] = readStudies(readJournalFile(folder.journal))
  if (!study) throw new Error(`${folder.journal} has no study yet.`)
  return { study, folder }
}

/** Gives each study of a report a unique name. */
export function nameStudies(
  studies: readonly { readonly study: StudyRecord; readonly folder: StudyFolder }[],
): NamedStudy[] {
  return studies.map(({ study, folder }) => ({
    study,
    folder,
    name: studies.filter((other) => other.study.name === study.name).length > 1 ? folder.path : study.name,
    isOneOfSeveral: studies.length > 1,
  }))
}

/** Collects the content of a report of a study of `tunekit sweep` or `tunekit reproduce`. */
export async function studyReport(named: NamedStudy, readData: DataReader): Promise<ReportInput> {
  const { study, folder, name, isOneOfSeveral } = named
  const facts = timesOf(named)
  if (study.name === REPRODUCTION) {
    const { groups, notes } = await reproductionGroups(study, folder, readData)
    return {
      title: 'How My LeNet Achieves 99% Accuracy: the study reproduced',
      facts,
      notes: isOneOfSeveral ? notes.map((note) => `${name}: ${note}`) : notes,
      groups: isOneOfSeveral ? groups.map((group) => ofStudy(group, name)) : groups,
    }
  }
  const { groups, missing } = await bestGroups(study, folder, readData)
  return {
    title: `Study ${name}`,
    facts,
    ...(missing > 0 && {
      notes: [
        `${name}: ${missing} ${missing === 1 ? 'configuration is' : 'configurations are'} left out because run folders are missing.`,
      ],
    }),
    groups: isOneOfSeveral ? groups.map((group) => ofStudy(group, name)) : groups,
    studies: [describeStudy(study, name)],
  }
}

/** Adds the name of a study to the label and heading of a group, since charts show groups of several studies. */
function ofStudy(group: ReportGroup, name: string): ReportGroup {
  const { label, section } = group
  return {
    ...group,
    label: `${name}: ${label}`,
    section: section === undefined ? name : `${name}: ${section}`,
  }
}

/** States when a study ended, and how long it took. */
function timesOf({ study, name, isOneOfSeveral }: NamedStudy): ReportFact[] {
  let start = Infinity
  let end = -Infinity
  for (const { startedAt = '', endedAt = '' } of study.trials) {
    start = Math.min(start, Date.parse(startedAt))
    if (endedAt !== '') end = Math.max(end, Date.parse(endedAt))
  }
  if (!Number.isFinite(end - start)) return []
  const of = isOneOfSeveral ? ` (${name})` : ''
  const isRunning = study.trials.some(({ state }) => state === 'running')
  return [
    {
      label: `${isRunning ? 'Last end of a trial' : 'Ended'}${of}`,
      value: new Date(end).toISOString().slice(0, 10),
    },
    { label: `Time from first start to last end${of}`, value: formatDuration((end - start) / 1000) },
  ]
}

/** Groups the runs of the best configurations. With repeats, each configuration is compared with the best one. */
async function bestGroups(
  study: StudyRecord,
  folder: StudyFolder,
  readData: DataReader,
): Promise<{ groups: ReportGroup[]; missing: number }> {
  const measure = measureOf(study)
  const hasRun = ({ slot }: StudyTrial): boolean => isRun(folder.trial(slot))
  // Trials of a program have no run folders.
  if (!measure || !completeTrials(study).some(hasRun)) return { groups: [], missing: 0 }
  const repeats = study.definition?.seeds?.length ?? 1
  const whole = ranking(study).filter(({ trials }) => trials.length === repeats)
  const shown = whole.filter(({ trials }) => trials.every(hasRun)).slice(0, SHOWN)
  const labels = labelsOf(
    study,
    shown.map(({ configuration }) => configuration),
  )
  const samples = shown.map(({ trials }, index) => ({
    label: labels[index],
    values: trials.map(({ value }) => value!),
  }))
  const comparisons =
    repeats > 1 && samples.every(({ values }) => values.every(Number.isFinite))
      ? compareAll(samples, (_, index) => (index > 0 ? samples[0] : undefined), {
          direction: study.direction,
          ...(measure.metric === 'accuracy' && { unit: 'points', scale: 100, digits: 2 }),
        })
      : []
  const groups = await Promise.all(
    shown.map(async ({ trials }, index) => ({
      label: labels[index],
      measure,
      runs: await readRuns(
        trials.map(({ slot }) => folder.trial(slot)),
        readData,
      ),
      verdict: comparisons[index]?.sentence,
    })),
  )
  return { groups, missing: whole.filter(({ trials }) => !trials.every(hasRun)).length }
}

/** Labels configurations by the parameters that distinguish them from all others of their study. */
function labelsOf({ trials }: StudyRecord, configurations: readonly Configuration[]): string[] {
  const labels = labelConfigurations([...configurations, ...trials.map(({ configuration }) => configuration)])
  return labels.slice(0, configurations.length)
}

/** Returns the measure of a run that is the study's metric. Undefined unless it is a metric of `tunekit train`. */
function measureOf({ metric = '', direction }: StudyRecord): ReportMeasure | undefined {
  const found = /^(train|validation|test)\.(accuracy|loss)$/.exec(metric)
  if (!found) return undefined
  return { split: found[1] as ReportMeasure['split'], metric: found[2] as ReportMeasure['metric'], direction }
}

function describeStudy(study: StudyRecord, name: string): ReportStudy {
  const { direction, definition } = study
  const space = definition?.space ?? {}
  const complete = completeTrials(study)
  const importance =
    complete.length > 1 ? pedAnovaImportance(tabulateObservations(space, complete), direction) : {}
  return {
    name,
    direction,
    metric: study.metric,
    parameters: space as ReportStudy['parameters'],
    plannedTrials: study.trialCount,
    best: ranking(study)[0] as ReportStudy['best'],
    trials: study.trials.map(({ startedAt: start, endedAt: end, intermediate, ...trial }) => ({
      ...trial,
      seed: Number(seedOf(trial)),
      start,
      end,
      intermediate: [...intermediate],
    })),
    importance,
  }
}

function completeTrials({ trials }: StudyRecord): StudyTrial[] {
  return trials.filter(({ state }) => state === 'complete')
}
