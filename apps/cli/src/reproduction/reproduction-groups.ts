import type { ReportGroup } from '@tunekit/report'
import type { StudyRecord } from '@tunekit/sweep'
import type { DataReader } from '../run/data-reader.ts'
import type { StudyFolder } from '../study/study-folder.ts'
import { differencesFromPost, describeDifferences } from './differences-from-post.ts'
import { measureRows } from './measure-rows.ts'

const headings = { 'batch-size': 'Batch size', 'weight-decay': 'Weight decay', optimizer: 'Optimizer' }

/** The rows of a study of the post that have ended; beside the post's figures if those are of the same images and epochs. */
export async function reproductionGroups(
  study: StudyRecord,
  folder: StudyFolder,
  readData: DataReader,
): Promise<{ groups: ReportGroup[]; notes: string[] }> {
  const measured = await measureRows(study, folder, readData)
  const differences = differencesFromPost(measured)
  const groups = measured.map(({ row, runs, final, best, secondsPerEpoch, comparison }): ReportGroup => ({
    label: row.label,
    section: headings[row.section],
    measure: { split: 'test', metric: 'accuracy' },
    runs,
    summary: final,
    best,
    secondsPerEpoch,
    verdict: row.sameAs
      ? `the same as ${row.sameAs}: Flux's ADAMW decays nothing unless told to`
      : comparison?.sentence,
    reference:
      row.post && differences.length === 0
        ? {
            label: 'the post',
            finalAccuracy: row.post.testAccuracy.at(-1)! / 100,
            bestAccuracy: Math.max(...row.post.testAccuracy) / 100,
            secondsPerEpoch: row.post.secondsPerEpoch,
            epochs: row.post.testAccuracy.map((accuracy, epoch) => ({
              epoch,
              testAccuracy: accuracy / 100,
              testLoss: row.post!.testLoss[epoch],
            })),
          }
        : undefined,
  }))
  return { groups, notes: differences.length === 0 ? [] : [describeDifferences(differences)] }
}
