import type { ReportGroup, ReportReference } from '@tunekit/report'
import type { StudyRecord } from '@tunekit/sweep'
import type { DataReader } from '../run/data-reader.ts'
import type { StudyFolder } from '../study/study-folder.ts'
import { differencesFromPost, describeDifferences } from './differences-from-post.ts'
import { measureConfigurations } from './measure-configurations.ts'
import type { PostRun } from './post-runs.ts'

const headings = { 'batch-size': 'Batch size', 'weight-decay': 'Weight decay', optimizer: 'Optimizer' }

/**
 * Groups the runs of the complete configurations of a study of the post. The post's figures are the reference if they are for the same
 * images and epochs.
 */
export async function reproductionGroups(
  study: StudyRecord,
  folder: StudyFolder,
  readData: DataReader,
): Promise<{ groups: ReportGroup[]; notes: string[] }> {
  const measured = await measureConfigurations(study, folder, readData)
  const differences = differencesFromPost(measured)
  const isComparable = differences.length === 0
  const groups = measured.map(({ configuration, comparison, final, ...figures }): ReportGroup => {
    const { label, section, sameAs, post } = configuration
    return {
      label,
      section: headings[section],
      measure: { split: 'test', metric: 'accuracy' },
      ...figures,
      summary: final,
      verdict: sameAs ? `the same as ${sameAs}: Flux's ADAMW has no decay by default` : comparison?.sentence,
      reference: post && isComparable ? referenceOf(post) : undefined,
    }
  })
  return { groups, notes: isComparable ? [] : [describeDifferences(differences)] }
}

function referenceOf({ testAccuracy, testLoss, secondsPerEpoch }: PostRun): ReportReference {
  return {
    label: 'the post',
    finalAccuracy: testAccuracy.at(-1)! / 100,
    bestAccuracy: Math.max(...testAccuracy) / 100,
    secondsPerEpoch,
    epochs: testAccuracy.map((accuracy, epoch) => ({
      epoch,
      testAccuracy: accuracy / 100,
      testLoss: testLoss[epoch],
    })),
  }
}
