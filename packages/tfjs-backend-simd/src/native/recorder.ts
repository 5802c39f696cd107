import type { BackendValues, TensorInfo } from '@tensorflow/tfjs-core'
import type { Arena } from '../memory/arena.ts'
import type { TensorData } from '../memory/tensor-storage.ts'

/** Notes what kernels do while a function is being compiled; implemented in compile/recording.ts. */
export interface Recorder {
  /** The memory that the recorded operations work in. */
  readonly arena: Arena
  /** The data of every tensor created since the recording started. */
  readonly created: TensorData[]
  /** Notes the inputs of a kernel before the kernel runs. */
  addInputs(inputs: object): void
  /** Notes the commands of one run of the queue; `words` is valid only during the call. */
  addRun(words: Int32Array): void
  /** Notes values that JavaScript computed. */
  addConstant(values: BackendValues | readonly number[] | undefined): void
  /** Notes that an operation reads a tensor from before the recording. */
  capture(tensor: TensorInfo, data: TensorData): void
  /** Notes why a replay would not do the same; the first problem counts. */
  reject(problem: string): void
}
