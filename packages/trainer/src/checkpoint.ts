/** The numbers of a tensor, row-major. */
export interface TensorData {
  readonly dtype: 'float32' | 'int32'
  readonly shape: readonly number[]
  readonly data: Float32Array | Int32Array
}

/** Everything needed to continue a training run exactly, as plain data. */
export interface Checkpoint {
  /** Epochs completed. */
  readonly epoch: number
  /** Optimizer steps done, over all epochs. */
  readonly step: number
  /** Of these, the steps of the unfinished epoch; 0 between two epochs. */
  readonly stepInEpoch: number
  /** Time spent on the unfinished epoch, so that its event can tell the whole. */
  readonly seconds: number
  /** The options of {@link fit} that decide the order of the images, and `data.size`: the same when resumed. */
  readonly seed: number
  readonly batchSize: number
  readonly dataSize: number
  /** The caller's own, anything that JSON can hold. */
  readonly config: unknown
  /** The model's variables under the model's names. */
  readonly weights: Readonly<Record<string, TensorData>>
  /** The optimizer's state, in the order of its `getWeights()`. */
  readonly optimizer: readonly (TensorData & { readonly name: string })[]
}

/** Where the latest checkpoint is kept. */
export interface CheckpointStore {
  /** The latest checkpoint, or undefined if there is none yet. */
  read(): Promise<Checkpoint | undefined>
  /** Replaces the latest checkpoint, wholly or not at all. */
  write(checkpoint: Checkpoint): Promise<void>
}
