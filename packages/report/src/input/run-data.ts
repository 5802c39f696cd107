/** The part of a dataset that a metric is measured on. */
export type Split = 'train' | 'validation' | 'test'

/** A metric of a classifier that a report shows. */
export type Metric = 'accuracy' | 'loss'

/** The loss and accuracy on one split after an epoch. */
export interface EpochScores {
  readonly loss?: number
  /** The fraction of images that are classified correctly, in [0, 1]. */
  readonly accuracy?: number
}

/** The metrics of one epoch of a run, as in a line of `metrics.jsonl`. */
export interface EpochRecord {
  /** The number of the epoch. Epoch 0 is the untrained model. */
  readonly epoch: number
  /** The number of training steps up to the end of the epoch. */
  readonly step?: number
  readonly train?: EpochScores
  readonly test?: EpochScores
  readonly validation?: EpochScores
  readonly learningRate?: number
  /** The training time of the epoch in seconds, without evaluations. */
  readonly seconds?: number
}

/** The final figures of a run, as in its `summary.json`. Accuracies are fractions in [0, 1]. */
export interface RunSummary {
  readonly testAccuracy?: number
  readonly testLoss?: number
  readonly validationAccuracy?: number
  readonly validationLoss?: number
  readonly trainAccuracy?: number
  readonly trainLoss?: number
  /** The number of epochs that were trained. */
  readonly epochs?: number
  /** The number of parameters of the model. */
  readonly parameters?: number
  /** The SHA-256 hash of the trained weights, in hexadecimal digits. */
  readonly weightsSha256?: string
  /** The mean training time of an epoch, in seconds. */
  readonly secondsPerEpoch?: number
}

/** The kernels of the first convolution of a model. */
export interface Filters {
  /** Height, width, number of input channels and number of filters: `[5, 5, 1, 6]` for LeNet-5. */
  readonly shape: readonly [number, number, number, number]
  /** The weights in row-major order. */
  readonly values: Float32Array
}

/** One training run as plain data. */
export interface RunData {
  /** A name that is unique in the report, such as the path of the run's folder. */
  readonly name: string
  /** The metrics of each epoch, in ascending order of epochs. */
  readonly epochs: readonly EpochRecord[]
  readonly seed?: number
  /** The planned number of epochs. A run with fewer epochs, or without a summary, is shown as interrupted. */
  readonly plannedEpochs?: number
  /** The number of images in each split on which the run is trained and measured. */
  readonly images?: Readonly<Partial<Record<Split, number>>>
  /** All options of the run, as plain JSON. */
  readonly options?: Readonly<Record<string, unknown>>
  /** The versions of the software that trained the run, by name. */
  readonly versions?: Readonly<Record<string, string>>
  /** The name of the dataset, and the SHA-256 hashes of its files by file name. */
  readonly dataset?: { readonly name: string; readonly sha256?: Readonly<Record<string, string>> }
  /** The final figures. Absent while the run has not ended. */
  readonly summary?: RunSummary
  /** The predicted class of each test image. */
  readonly predictions?: Uint8Array
  readonly filters?: Filters
}
