import { engine } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

/** One operation of the network, with its own gradient. */
interface Differentiable<Input extends string> {
  /** The arguments of the operation. */
  readonly inputs: Readonly<Record<Input, Tensor>>
  /** Computes the output; `save` keeps the tensors that `backward` needs. */
  forward(save: (tensors: Tensor[]) => void): Tensor
  /** Returns a function for the gradient of each input. The tape calls only the functions that it needs. */
  backward(dy: Tensor, saved: Tensor[]): Record<Input, () => Tensor>
}

/**
 * Runs an operation as one node of the gradient tape.
 *
 * `tf.customGrad` calls the same engine method, but computes the gradients of all inputs at once. The first convolution would
 * then compute a gradient of its images at every step and drop it. The method is private only in the engine's types.
 */
export function differentiable<Input extends string>(operation: Differentiable<Input>): Tensor {
  const { inputs, forward, backward } = operation
  return (engine() as unknown as TapeEngine).runKernelFunc({
    inputs,
    forwardFunc: (_backend, save) => forward(save),
    backwardsFunc: backward,
  })
}

interface TapeEngine {
  runKernelFunc(operation: {
    inputs: Readonly<Record<string, Tensor>>
    forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor
    backwardsFunc: (dy: Tensor, saved: Tensor[]) => Record<string, () => Tensor>
  }): Tensor
}
