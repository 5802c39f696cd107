import { existsSync } from 'node:fs'
import { bestRun, groupRuns, summarizeGroups } from '@tunekit/report'
import type { ReportEvaluation, ReportFact, ReportGroup, ReportInput } from '@tunekit/report'
import { summarize } from '@tunekit/sweep/statistics'
import { settingsOfRun } from '../options/settings-of-run.ts'
import { createDataReader } from '../run/data-reader.ts'
import type { DataReader } from '../run/data-reader.ts'
import type { RunConfig } from '../run/parse-run-config.ts'
import { isRun, readRuns } from '../run/read-run.ts'
import { readRunConfig } from '../run/run-config.ts'
import { runFolder } from '../run/run-folder.ts'
import { isStudy, studyFolder } from '../study/study-folder.ts'
import { evaluateRun } from './evaluate-run.ts'
import { nameStudies, readStudyOf, studyReport } from './study-report.ts'

/**
 * Collects the content of a report of run and study folders, and evaluates the model of the best run. If the images of a run are
 * missing, a note names the sections that are left out.
 *
 * @throws {Error} If a folder is neither a run folder nor a study folder
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
  const runs = groupRuns(await readRuns(runPaths, readData), ({ options = {} }) => settingsOfRun(options))
  const groups = summarizeGroups([...studies.flatMap(({ groups = [] }) => groups), ...runs], summarize)
  const { evaluation, problem: evaluationProblem } = await evaluateBest(groups, readData)
  const notes = [
    ...studies.flatMap((study) => study.notes ?? []),
    ...[...readData.problems].map(
      (problem) =>
        `Misclassified images, scores per class and some counts are left out, because the images of a run cannot be loaded: ${problem}`,
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

/** Evaluates the model of the best run, if any. Returns the problem if it cannot be evaluated. */
async function evaluateBest(
  groups: readonly ReportGroup[],
  readData: DataReader,
): Promise<{ evaluation?: ReportEvaluation; problem?: string }> {
  const best = bestRun(groups, ({ name }) => existsSync(runFolder(name).model))
  if (!best) return {}
  const { run, split } = best
  try {
    return { evaluation: await evaluateRun(runFolder(run.name), split, readData) }
  } catch (error) {
    return { problem: `The model of ${run.name} could not be evaluated: ${(error as Error).message}` }
  }
}

/** Lists the data, the machines and the versions of the runs. */
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
            .map(([name, version]) => `${name} ${version}`)
            .join(', '),
        ),
      ),
    },
  ].filter(({ value }) => value !== '')
}
