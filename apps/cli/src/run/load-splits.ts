import type { ImageDataset } from '@tunekit/mnist'
import type { LoadedDataset } from '@tunekit/mnist/node'
import { holdOut } from './hold-out.ts'
import { limitImages } from './limit-images.ts'
import { loadData } from './load-data.ts'
import type { TrainConfig } from '../options/train-config.ts'
import { UsageError } from '../process/usage-error.ts'

/** The images of a run. */
export interface Splits {
  readonly train: ImageDataset
  /** The training images that the run is evaluated on. */
  readonly measuredTrain: ImageDataset
  /** Absent: none are held out. */
  readonly validation?: ImageDataset
  /** Absent: the test set is left alone, or the data has none. */
  readonly test?: ImageDataset
}

/** Loads the images that a run trains on and is measured on. */
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
 * Makes sure that a run which does not leave the test set alone is measured on images that it does not train on.
 *
 * @throws {UsageError} If the data has no test images, and none are held out
 */
export function requireMeasuredImages(
  { data, test: isWanted }: TrainConfig,
  { test, validation }: Splits,
): void {
  if (!isWanted || test || validation) return
  throw new UsageError(
    `${data} has no test images: expected --validation, which holds out training images to measure the model on, ` +
      'or --no-test.',
  )
}

/**
 * Says which classes a model cannot learn, because training has no image of them.
 *
 * @returns A sentence; undefined if every class has images
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
    `Training has no images of ${missing.length} of ${train.classes} classes: ${shown}. The model cannot learn them; ` +
    'labels are expected to count from 0 without gaps.'
  )
}
