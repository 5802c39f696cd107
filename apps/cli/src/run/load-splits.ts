import type { ImageDataset } from '@tunekit/mnist'
import type { LoadedDataset } from '@tunekit/mnist/node'
import type { TrainConfig } from '../options/train-config.ts'
import { UsageError } from '../process/usage-error.ts'
import { holdOut } from './hold-out.ts'
import { limitImages } from './limit-images.ts'
import { loadData } from './load-data.ts'

/** The images of a run, by their use. */
export interface Splits {
  readonly train: ImageDataset
  /** The training images on which the run is evaluated. */
  readonly measuredTrain: ImageDataset
  /** Absent if no images are held out. */
  readonly validation?: ImageDataset
  /** Absent with `--no-test`, or if the data has no test set. */
  readonly test?: ImageDataset
}

/** Loads the images on which a run is trained and evaluated. */
export async function loadSplits(config: TrainConfig): Promise<Splits & { dataset: LoadedDataset }> {
  const { data, limits, limitTrain, limitTest, validation: count, splitSeed, evaluateTrain } = config
  const dataset = await loadData(data)
  if (dataset.train.size === 0) throw new Error(`${data} has no training images: expected at least one.`)
  const limited = limitImages(dataset.train, limitTrain, limits)
  const { train, validation } =
    count > 0 ? holdOut(limited, { count, seed: splitSeed }) : { train: limited, validation: undefined }
  return {
    dataset,
    train,
    measuredTrain: limitImages(train, evaluateTrain, limits),
    validation,
    test: config.test && dataset.test.size > 0 ? limitImages(dataset.test, limitTest, limits) : undefined,
  }
}

/**
 * Checks that a run without `--no-test` has test or validation images.
 *
 * @throws {UsageError} If the data has no test images and no images are held out
 */
export function requireMeasuredImages(
  { data, test: isTested }: TrainConfig,
  { test, validation }: Splits,
): void {
  if (!isTested || test || validation) return
  throw new UsageError(
    `${data} has no test images: expected --validation, which holds out training images for the evaluation, ` +
      'or --no-test.',
  )
}

/**
 * Describes the problem of classes without training images.
 *
 * @returns A warning. Undefined if every class has training images
 */
export function describeMissingClasses(
  train: ImageDataset,
  { classNames }: Pick<LoadedDataset, 'classNames'>,
): string | undefined {
  const counts = train.classCounts()
  const missing = classNames.filter((_, label) => counts[label] === 0)
  if (missing.length === 0) return undefined
  const shown = missing.slice(0, 10).join(', ') + (missing.length > 10 ? ', …' : '')
  return (
    `${missing.length} of ${train.classes} classes have no training images, so the model cannot learn them: ${shown}. ` +
    'Labels should be numbered from 0 without gaps.'
  )
}
