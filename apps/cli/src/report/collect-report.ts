import { existsSync } from 'node:fs'
import { measuredSplit } from '@tunekit/report'
import type { ReportFact, ReportGroup, ReportInput } from '@tunekit/report'
import { readRunConfig } from '../run-config.ts'
import { runFolder } from '../run-folder.ts'
import { isStudy, studyFolder } from '../study/study-folder.ts'
import { evaluateRun } from './evaluate-run.ts'
import { groupRuns, withStatistics } from './group-runs.ts'
import { isRun, readNamedRun } from './read-named-run.ts'
import { studyReport } from './study-report.ts'

/**
 * Puts together what a report shows of run and study folders, and has the best run's model say what it makes of each
 * image.
 *
 * @throws {Error} If a folder is neither
 */
export async function collectReport(paths: readonly string[]): Promise<ReportInput> {
  const stray = paths.find((path) => !isStudy(path) && !isRun(path))
  if (stray !== undefined) {
    throw new Error(
      `${stray} is neither a run folder nor a study folder: expected its config.json or its journal.log.`,
    )
  }
  const studies = await Promise.all(paths.filter(isStudy).map((path) => studyReport(studyFolder(path))))
  const runs = await Promise.all(paths.filter((path) => !isStudy(path)).map(readNamedRun))
  const found = [...studies.flatMap(({ groups = [] }) => groups), ...groupRuns(runs)]
  const split = measuredSplit(found)
  const groups = found.map((group) => withStatistics(group, split))
  const best = bestRun(groups)
  return {
    title: studies.length === 1 && runs.length === 0 ? studies[0].title : 'Training runs',
    facts: [...(await factsOf(groups)), ...studies.flatMap(({ facts = [] }) => facts)],
    groups,
    study: studies.find(({ study }) => study)?.study,
    ...(best !== undefined && { evaluation: await evaluateRun(runFolder(best)) }),
  }
}

/** The first run, with a model, of the group with the highest mean; that of the best of all runs would be luck. */
function bestRun(groups: readonly ReportGroup[]): string | undefined {
  const ended = groups.filter(({ runs }) => runs[0]?.summary && existsSync(runFolder(runs[0].name).model))
  const score = ({ summary }: ReportGroup): number => summary?.mean ?? 0
  return ended.sort((a, b) => score(b) - score(a))[0]?.runs[0].name
}

/** Data, machine and versions, of the first run. */
async function factsOf(groups: readonly ReportGroup[]): Promise<ReportFact[]> {
  const name = groups.find(({ runs }) => runs.length > 0)?.runs[0].name
  if (name === undefined) return []
  const { dataset, versions, machine } = await readRunConfig(runFolder(name))
  const known = Object.entries(versions).map(([what, version]) => `${what} ${version}`)
  return [
    { label: 'Data', value: dataset.name },
    ...(machine === undefined ? [] : [{ label: 'Machine', value: machine }]),
    { label: 'Versions', value: known.join(', ') },
  ]
}
