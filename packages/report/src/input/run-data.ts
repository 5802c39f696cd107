/** Loss and accuracy of one split after an epoch. */
export interface EpochScores {
  readonly loss?: number
  /** A fraction. */
  readonly accuracy?: number
}

/** One line of a run's `metrics.jsonl`. */
export interface EpochRecord {
  /** 0 is before training. */
  readonly epoch: number
  readonly step?: number
  readonly train?: EpochScores
  readonly test?: EpochScores
  readonly validation?: EpochScores
  readonly learningRate?: number
  /** Of training in this epoch, without evaluations. */
  readonly seconds?: number
}

/** The final figures of a run, as in its `summary.json`. */
export interface RunSummary {
  readonly testAccuracy?: number
  readonly testLoss?: number
  readonly validationAccuracy?: number
  readonly validationLoss?: number
  readonly trainAccuracy?: number
  readonly trainLoss?: number
  readonly epochs?: number
  readonly parameters?: number
  readonly weightsSha256?: string
  readonly secondsPerEpoch?: number
}

/** The kernels of a first convolution. */
export interface Filters {
  /** Height, width, input channels, filters: `[5, 5, 1, 6]` in LeNet-5. */
  readonly shape: readonly [number, number, number, number]
  /** Row-major. */
  readonly values: Float32Array
}

/** One training run, as plain data. */
export interface RunData {
  /** What tells it from other runs, such as its folder. */
  readonly name: string
  /** Oldest first. */
  readonly epochs: readonly EpochRecord[]
  readonly seed?: number
  /** Epochs that the run was asked for. A run that has fewer, or no summary, is reported as interrupted. */
  readonly plannedEpochs?: number
  /** How many images the run was trained and measured on. */
  readonly images?: Readonly<Partial<Record<'train' | 'validation' | 'test', number>>>
  /** Everything the run was asked to do: plain JSON. */
  readonly options?: Readonly<Record<string, unknown>>
  readonly versions?: Readonly<Record<string, string>>
  readonly dataset?: { readonly name: string; readonly sha256?: Readonly<Record<string, string>> }
  /** Absent: the run has not ended. */
  readonly summary?: RunSummary
  /** Predicted class of each test image. */
  readonly predictions?: Uint8Array
  readonly filters?: Filters
}
