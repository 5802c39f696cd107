/** A tensor as plain data, row-major. */
export interface TensorData {
  readonly dtype: 'float32' | 'int32'
  readonly shape: readonly number[]
  readonly data: Float32Array | Int32Array
}

/** The progress of a training run. */
export interface Progress {
  /** The number of completed epochs. */
  readonly epoch: number
  /** The number of optimizer steps, over all epochs. */
  readonly step: number
  /** The number of steps of the unfinished epoch; 0 between two epochs. */
  readonly stepInEpoch: number
  /** Wall-clock time of the unfinished epoch's steps, in seconds, so that a resumed epoch reports its whole time. */
  readonly seconds: number
}

/** The state of a training run, from which it continues exactly, as plain data. */
export interface Checkpoint extends Progress {
  /** The `seed` of `fit`. A resumed run must have the same. */
  readonly seed: number
  /** The `batchSize` of `fit`. A resumed run must have the same. */
  readonly batchSize: number
  /** The `data.size` of `fit`. A resumed run must have the same. */
  readonly dataSize: number
  /** Data from the caller: anything that JSON can represent. */
  readonly config: unknown
  /** The model's variables by the model's own names. */
  readonly weights: Readonly<Record<string, TensorData>>
  /** The optimizer's state, in the order of its `getWeights()`. */
  readonly optimizer: readonly (TensorData & { readonly name: string })[]
}

/** Storage for the latest checkpoint. */
export interface CheckpointStore {
  /** Returns the latest checkpoint, or undefined if there is none yet. */
  read(): Promise<Checkpoint | undefined>
  /** Replaces the latest checkpoint atomically. */
  write(checkpoint: Checkpoint): Promise<void>
}
