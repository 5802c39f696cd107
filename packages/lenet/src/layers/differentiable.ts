import { engine } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

/** One operation of the network, with its own gradient. */
interface Differentiable<Input extends string> {
  /** What the operation is a function of. */
  readonly inputs: Readonly<Record<Input, Tensor>>
  /** Computes the output; `save` keeps the tensors that `backward` needs. */
  forward(save: (tensors: Tensor[]) => void): Tensor
  /** One thunk an input: the tape calls only those whose gradient it needs. */
  backward(dy: Tensor, saved: Tensor[]): Record<Input, () => Tensor>
}

/**
 * Runs an operation as one node of the gradient tape.
 *
 * `tf.customGrad` ends in the same engine method, but computes the gradients of all inputs at once: the first
 * convolution would compute one for its images at every step, and drop it. The method is private only in the
 * engine's types.
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
