import type { ReportFact, ReportGroup, ReportInput, ReportStudy } from '@tunekit/report'
import { compareAll, pedAnovaImportance, readStudies } from '@tunekit/sweep'
import type { StudyRecord, StudyTrial } from '@tunekit/sweep'
import { readJournalFile } from '@tunekit/sweep/node'
import { REPRODUCTION } from '../reproduction/create-reproduction.ts'
import { measureRows } from '../reproduction/measure-rows.ts'
import { describeConfiguration, formatDuration, inWords, variedParameters } from '../study/format-study.ts'
import type { StudyFolder } from '../study/study-folder.ts'
import { isRun, readNamedRun } from './read-named-run.ts'

/** Configurations of a study that are shown in full. */
const SHOWN = 8

/** A report of a study of `tunekit sweep` or `tunekit reproduce`. */
export async function studyReport(folder: StudyFolder): Promise<ReportInput> {
  const [study] = readStudies(readJournalFile(folder.journal))
  if (!study) throw new Error(`${folder.journal} holds no study yet.`)
  return study.name === REPRODUCTION
    ? {
        title: 'How My LeNet Achieves 99% Accuracy: the study again',
        facts: timesOf(study),
        groups: await reproducedGroups(study, folder),
      }
    : {
        title: `Study ${study.name}`,
        facts: timesOf(study),
        groups: await bestGroups(study, folder),
        study: describeStudy(study),
      }
}

/** When a study ended, and how long that took. */
function timesOf({ trials }: StudyRecord): ReportFact[] {
  const start = Math.min(...trials.map(({ startedAt = '' }) => Date.parse(startedAt)))
  const end = Math.max(...trials.map(({ endedAt = '' }) => Date.parse(endedAt)))
  if (!Number.isFinite(end - start)) return []
  return [
    { label: 'Ended', value: new Date(end).toISOString().slice(0, 10) },
    { label: 'From first start to last end', value: formatDuration((end - start) / 1000) },
  ]
}

async function reproducedGroups(study: StudyRecord, folder: StudyFolder): Promise<ReportGroup[]> {
  const headings = { 'batch-size': 'Batch size', 'weight-decay': 'Weight decay', optimizer: 'Optimizer' }
  const measured = await measureRows(study, folder)
  return measured.map(({ row, runs, final, best, secondsPerEpoch, comparison }) => ({
    label: row.label,
    section: headings[row.section],
    runs,
    summary: final,
    best,
    secondsPerEpoch,
    verdict: row.sameAs
      ? `the same as ${row.sameAs}: Flux's ADAMW decays nothing unless told to`
      : comparison?.sentence,
    reference: row.post && {
      label: 'the post',
      finalAccuracy: row.post.testAccuracy.at(-1)! / 100,
      bestAccuracy: Math.max(...row.post.testAccuracy) / 100,
      secondsPerEpoch: row.post.secondsPerEpoch,
      epochs: row.post.testAccuracy.map((accuracy, epoch) => ({
        epoch,
        testAccuracy: accuracy / 100,
        testLoss: row.post!.testLoss[epoch],
      })),
    },
  }))
}

/** The best configurations, compared with the best of all where there are repeats. */
async function bestGroups(study: StudyRecord, folder: StudyFolder): Promise<ReportGroup[]> {
  // A program of the user's own leaves no run folders.
  if (!completeTrials(study).every(({ slot }) => isRun(folder.trial(slot)))) return []
  const repeats = study.definition?.seeds?.length ?? 1
  const sign = study.direction === 'minimize' ? 1 : -1
  const configurations = [
    ...Map.groupBy(completeTrials(study), (trial) => trial.configurationNumber).values(),
  ]
    .filter((trials) => trials.length === repeats)
    .map((trials) => trials.sort((a, b) => a.repeat - b.repeat))
    .sort((a, b) => sign * (mean(a) - mean(b)))
    .slice(0, SHOWN)
  const arms = configurations.map((trials) => ({
    label: inWords(describeConfiguration(study.definition?.space ?? {}, trials[0].configuration)),
    values: trials.map(({ value }) => value!),
  }))
  const comparisons =
    repeats > 1
      ? compareAll(arms, (_, index) => (index > 0 ? arms[0] : undefined), {
          direction: study.direction,
          ...(/accuracy$/i.test(study.metric ?? '') && { unit: 'points', scale: 100, digits: 2 }),
        })
      : []
  return Promise.all(
    configurations.map(async (trials, index) => {
      const runs = await Promise.all(trials.map(({ slot }) => readNamedRun(folder.trial(slot))))
      return { label: arms[index].label, runs, verdict: comparisons[index]?.sentence }
    }),
  )
}

function describeStudy(study: StudyRecord): ReportStudy {
  const { name, direction, definition } = study
  const space = definition?.space ?? {}
  const complete = completeTrials(study)
  return {
    name,
    direction,
    metric: study.metric,
    parameters: Object.fromEntries(variedParameters(space).map((parameter) => [parameter, space[parameter]])),
    trials: study.trials.map(({ startedAt: start, endedAt: end, intermediate, ...trial }) => ({
      ...trial,
      start,
      end,
      intermediate: [...intermediate],
    })),
    ...(complete.length > 1 && { importance: pedAnovaImportance(space, complete, direction) }),
  }
}

function completeTrials({ trials }: StudyRecord): StudyTrial[] {
  return trials.filter(({ state }) => state === 'complete')
}

function mean(trials: readonly StudyTrial[]): number {
  return trials.reduce((sum, { value }) => sum + value!, 0) / trials.length
}
