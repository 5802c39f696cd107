import type { RunData } from '@tunekit/report'
import { compareAll, summarize } from '@tunekit/sweep/statistics'
import type { StudyRecord, StudyTrial } from '@tunekit/sweep'
import type { Comparison, Summary } from '@tunekit/sweep/statistics'
import type { DataReader } from '../run/data-reader.ts'
import { correctness } from './correctness.ts'
import { readRuns } from '../run/read-run.ts'
import type { StudyFolder } from '../study/study-folder.ts'
import { isOf, rows } from './rows.ts'
import type { Row } from './rows.ts'

/** A row of the study with what came of it here. Accuracies are fractions of the test set. */
export interface MeasuredRow {
  readonly row: Row
  /** One a seed, in the order of seeds. */
  readonly runs: readonly RunData[]
  readonly final: Summary
  /** Of each run's best epoch: biased, since the test set chose it. */
  readonly best: Summary
  /** Absent if no run knows. */
  readonly secondsPerEpoch?: number
  /** With its reference row. */
  readonly comparison?: Comparison
}

/** Reads the runs of a study of the post from their folders and compares its rows. Rows that have not ended are left out. */
export async function measureRows(
  study: StudyRecord,
  folder: StudyFolder,
  readData: DataReader,
): Promise<MeasuredRow[]> {
  const repeats = study.definition?.seeds?.length ?? 1
  const measured = await Promise.all(
    rows.map(async (row) => {
      const trials = trialsOf(row, study.trials)
      if (trials.length < repeats || !isAskedFor(row, study.trials)) return []
      const runs = await readRuns(
        trials.map(({ slot }) => folder.trial(slot)),
        readData,
      )
      // The journal's values are there whatever has become of the runs' files.
      const values = trials.map(({ value }) => value!)
      return [{ row, runs, values, correct: await correctness(runs, readData) }]
    }),
  ).then((found) => found.flat())
  const arms = measured.map(({ row, values, correct }) => ({ label: row.label, values, correct }))
  const comparisons = compareAll(
    arms,
    (_, index) => arms.find(({ label }) => label === measured[index].row.reference),
    { unit: 'points', scale: 100, digits: 2 },
  )
  return measured.map(({ row, runs, values }, index) => ({
    row,
    runs,
    final: summarize(values),
    best: summarize(runs.map((run, at) => bestAccuracy(run) ?? values[at])),
    secondsPerEpoch: meanOf(runs.flatMap(({ summary }) => summary?.secondsPerEpoch ?? [])),
    comparison: comparisons[index],
  }))
}

function bestAccuracy({ epochs }: RunData): number | undefined {
  const accuracies = epochs.flatMap(({ test }) => test?.accuracy ?? []).filter(Number.isFinite)
  return accuracies.length === 0 ? undefined : accuracies.reduce((a, b) => Math.max(a, b))
}

function meanOf(values: readonly number[]): number | undefined {
  const finite = values.filter(Number.isFinite)
  return finite.length === 0 ? undefined : summarize(finite).mean
}

/** The complete trials of a row, by repeat. */
function trialsOf(row: Row, trials: readonly StudyTrial[]): StudyTrial[] {
  return trials
    .filter(({ state, configuration }) => state === 'complete' && isOf(row, configuration))
    .sort((a, b) => a.repeat - b.repeat)
}

/** A row that is another's again is of a study only if others of its section are. */
function isAskedFor({ section, sameAs }: Row, trials: readonly StudyTrial[]): boolean {
  const others = rows.filter((row) => row.section === section && row.sameAs === undefined)
  return (
    sameAs === undefined || others.some((row) => trials.some(({ configuration }) => isOf(row, configuration)))
  )
}
