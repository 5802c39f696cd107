/** The images that a metric is measured on. */
export type Split = 'train' | 'validation' | 'test'

/** A metric of a classifier. */
export type Metric = 'accuracy' | 'loss'

/** Loss and accuracy on one split after an epoch. */
export interface EpochScores {
  readonly loss?: number
  /** A fraction from 0 to 1. */
  readonly accuracy?: number
}

/** The record of one epoch, as in a line of `metrics.jsonl`. */
export interface EpochRecord {
  /** The number of the epoch; 0 is before training. */
  readonly epoch: number
  /** Training steps so far. */
  readonly step?: number
  readonly train?: EpochScores
  readonly test?: EpochScores
  readonly validation?: EpochScores
  readonly learningRate?: number
  /** Training time of the epoch, without evaluations. */
  readonly seconds?: number
}

/** The final figures of a run, as in its `summary.json`. Accuracies are fractions. */
export interface RunSummary {
  readonly testAccuracy?: number
  readonly testLoss?: number
  readonly validationAccuracy?: number
  readonly validationLoss?: number
  readonly trainAccuracy?: number
  readonly trainLoss?: number
  /** Epochs trained. */
  readonly epochs?: number
  /** Number of parameters of the model. */
  readonly parameters?: number
  /** SHA-256 of the trained weights, in hexadecimal digits. */
  readonly weightsSha256?: string
  /** Mean training time of an epoch, in seconds. */
  readonly secondsPerEpoch?: number
}

/** The kernels of the first convolution of a model. */
export interface Filters {
  /** Height, width, input channels and number of filters: `[5, 5, 1, 6]` for LeNet-5. */
  readonly shape: readonly [number, number, number, number]
  /** The weights in row-major order. */
  readonly values: Float32Array
}

/** One training run as plain data. */
export interface RunData {
  /** A name that no other run of the report has, such as the path of its folder. */
  readonly name: string
  /** The record of each epoch, ascending. */
  readonly epochs: readonly EpochRecord[]
  readonly seed?: number
  /** The number of epochs that the run is to have. A run with fewer epochs, or without a summary, is shown as interrupted. */
  readonly plannedEpochs?: number
  /** The number of images of each split that the run is trained and measured on. */
  readonly images?: Readonly<Partial<Record<Split, number>>>
  /** Every option of the run: plain JSON. */
  readonly options?: Readonly<Record<string, unknown>>
  /** The versions of the software, by name. */
  readonly versions?: Readonly<Record<string, string>>
  /** The dataset, and the SHA-256 hashes of its files by name. */
  readonly dataset?: { readonly name: string; readonly sha256?: Readonly<Record<string, string>> }
  /** The final figures; absent if the run has not ended. */
  readonly summary?: RunSummary
  /** The predicted class of each test image. */
  readonly predictions?: Uint8Array
  readonly filters?: Filters
}
