import type { RunData } from '@tunekit/report'
import type { MeasuredConfiguration } from './measure-configurations.ts'

/** The hashes of MNIST's four unpacked files. */
const mnist: Readonly<Record<string, string>> = {
  'train-images': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  'test-images': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  'test-labels': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
}

/**
 * Lists the differences that make runs incomparable with the runs of the post, which had ten epochs on MNIST's 60,000 training and
 * 10,000 test images.
 */
export function differencesFromPost(measured: readonly Pick<MeasuredConfiguration, 'runs'>[]): string[] {
  return [...new Set(measured.flatMap(({ runs }) => runs.flatMap(differencesOf)))]
}

/** Describes the differences in a sentence, for tables and pages. */
export function describeDifferences(differences: readonly string[]): string {
  return (
    "These runs are not comparable with the post's, whose figures are left out: the post trained for 10 epochs on the 60,000 " +
    `training images of MNIST and tested on its 10,000 test images; these runs had ${differences.join(', ')}.`
  )
}

function differencesOf({ options = {}, dataset, epochs, summary, images }: RunData): string[] {
  const { limitTrain, limitTest, validation } = options
  const trained = summary?.epochs ?? epochs.at(-1)?.epoch ?? 0
  const fewer = limitTrain !== undefined || Number(validation) > 0
  return [
    ...(trained === 10 ? [] : [`${trained} ${trained === 1 ? 'epoch' : 'epochs'}`]),
    ...(isMnist(dataset) ? [] : [`the data ${dataset?.name ?? 'unknown'}`]),
    ...(fewer ? [`${grouped(images?.train ?? limitTrain)} training images`] : []),
    ...(limitTest === undefined ? [] : [`${grouped(limitTest)} test images`]),
  ]
}

function grouped(count: unknown): string {
  return typeof count === 'number' ? count.toLocaleString('en-US') : 'other'
}

function isMnist(dataset: RunData['dataset']): boolean {
  return Object.entries(mnist).every(([role, hash]) => dataset?.sha256?.[role] === hash)
}
