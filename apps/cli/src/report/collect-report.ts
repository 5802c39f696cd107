import { existsSync } from 'node:fs'
import { directionOf, measuredSplit } from '@tunekit/report'
import type { MeasuredSplit, ReportEvaluation, ReportFact, ReportGroup, ReportInput } from '@tunekit/report'
import { readRunConfig } from '../run/run-config.ts'
import type { RunConfig } from '../run/parse-run-config.ts'
import { runFolder } from '../run/run-folder.ts'
import { isStudy, studyFolder } from '../study/study-folder.ts'
import { createDataReader } from '../run/data-reader.ts'
import type { DataReader } from '../run/data-reader.ts'
import { evaluateRun } from './evaluate-run.ts'
import { groupRuns, withStatistics } from './group-runs.ts'
import { isRun, readRuns } from '../run/read-run.ts'
import { nameStudies, readStudyOf, studyReport } from './study-report.ts'

/**
 * Puts together what a report shows of run and study folders, and has the best run's model say what it makes of each
 * image. Where the images are not there, the report says so and does without.
 *
 * @throws {Error} If a folder is neither
 */
export async function collectReport(folders: readonly string[]): Promise<ReportInput> {
  const paths = [...new Set(folders)]
  const unknown = paths.find((path) => !isStudy(path) && !isRun(path))
  if (unknown !== undefined) {
    throw new Error(
      `${unknown} is neither a run folder nor a study folder: expected its config.json or its journal.log.`,
    )
  }
  const readData = createDataReader()
  const named = nameStudies(paths.filter(isStudy).map((path) => readStudyOf(studyFolder(path))))
  const studies = await Promise.all(named.map((study) => studyReport(study, readData)))
  const runPaths = paths.filter((path) => !isStudy(path))
  const runs = groupRuns(await readRuns(runPaths, readData))
  const found = [...studies.flatMap(({ groups = [] }) => groups), ...runs]
  const split = measuredSplit(found.filter(({ measure }) => measure === undefined))
  const groups = found.map((group) => withStatistics(group, split))
  const best = bestRun(groups, split)
  const { evaluation, problem: evaluationProblem } = await evaluateBest(best, readData)
  const notes = [
    ...studies.flatMap((study) => study.notes ?? []),
    ...[...readData.problems].map(
      (problem) =>
        `Without the images of a run, its mistakes, scores of each class and some counts are left out: ${problem}`,
    ),
    ...(evaluationProblem === undefined ? [] : [evaluationProblem]),
  ]
  return {
    title: studies.length === 1 && runs.length === 0 ? studies[0].title : 'Training runs',
    facts: [...(await factsOf(groups)), ...studies.flatMap(({ facts = [] }) => facts)],
    ...(notes.length > 0 && { notes }),
    groups,
    studies: studies.flatMap((study) => study.studies ?? []),
    ...(evaluation && { evaluation }),
  }
}

/** A model that cannot be read or run costs the report no more than its evaluation. */
async function evaluateBest(
  best: BestRun | undefined,
  readData: DataReader,
): Promise<{ evaluation?: ReportEvaluation; problem?: string }> {
  if (!best) return {}
  try {
    return { evaluation: await evaluateRun(runFolder(best.name), best.split, readData) }
  } catch (error) {
    return { problem: `The model of ${best.name} could not be evaluated: ${(error as Error).message}` }
  }
}

interface BestRun {
  readonly name: string
  /** The images that it is the best on. */
  readonly split: 'train' | MeasuredSplit
}

/**
 * The first run, with a model, of the best group by mean; the best of all runs would be luck. Groups of another measure
 * than the first's cannot be compared with it.
 */
function bestRun(groups: readonly ReportGroup[], split: MeasuredSplit): BestRun | undefined {
  const candidates = groups.flatMap(({ runs: [run], summary, measure }) => {
    const hasModel = run?.summary !== undefined && existsSync(runFolder(run.name).model)
    const known = measure ?? ({ split, metric: 'accuracy' } as const)
    return hasModel ? [{ name: run.name, mean: summary?.mean, measure: known }] : []
  })
  const [first] = candidates
  if (!first) return undefined
  const { metric, split: of } = first.measure
  const sign = directionOf(first.measure) === 'maximize' ? -1 : 1
  const rank = (mean: number | undefined): number => (mean === undefined ? Infinity : sign * mean)
  const best = candidates
    .filter(({ measure }) => measure.split === of && measure.metric === metric)
    .reduce((better, candidate) => (rank(candidate.mean) < rank(better.mean) ? candidate : better))
  return { name: best.name, split: of }
}

/** Data, machine and versions of the runs; all of them where runs differ. */
async function factsOf(groups: readonly ReportGroup[]): Promise<ReportFact[]> {
  const names = groups.flatMap(({ runs }) => runs.map(({ name }) => name))
  const configs: RunConfig[] = []
  for (const name of names) configs.push(await readRunConfig(runFolder(name)))
  const distinct = (values: readonly (string | undefined)[]): string =>
    [...new Set(values.filter((value) => value !== undefined))].join('; ')
  return [
    { label: 'Data', value: distinct(configs.map(({ dataset }) => dataset.name)) },
    { label: 'Machine', value: distinct(configs.map(({ machine }) => machine)) },
    {
      label: 'Versions',
      value: distinct(
        configs.map(({ versions }) =>
          Object.entries(versions)
            .map(([what, version]) => `${what} ${version}`)
            .join(', '),
        ),
      ),
    },
  ].filter(({ value }) => value !== '')
}
