import type { ImageDataset } from '@tunekit/mnist'
import type { LoadedDataset } from '@tunekit/mnist/node'
import { holdOut } from './hold-out.ts'
import { loadData } from './load-data.ts'
import type { TrainConfig } from './train-config.ts'

/** The images of a run. */
export interface Splits {
  readonly train: ImageDataset
  /** Absent: none are held out. */
  readonly validation?: ImageDataset
  /** Absent: the test set is left alone. */
  readonly test?: ImageDataset
}

/** Loads the images that a run trains on and is measured on. */
export async function loadSplits(config: TrainConfig): Promise<Splits & { dataset: LoadedDataset }> {
  const dataset = await loadData(config.data)
  const train = dataset.train.slice(0, Math.min(config.limitTrain ?? Infinity, dataset.train.size))
  const test = dataset.test.slice(0, Math.min(config.limitTest ?? Infinity, dataset.test.size))
  return {
    dataset,
    ...(config.validation > 0
      ? holdOut(train, { count: config.validation, seed: config.splitSeed })
      : { train }),
    ...(config.test === false ? {} : { test }), // runs from before there was a choice have it
  }
}
