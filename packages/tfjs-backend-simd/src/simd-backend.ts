import type { KernelBackend, Tensor } from '@tensorflow/tfjs-core'
import type { CompiledFunction } from './compile/compiled-function.ts'

/** The tfjs backend `simd`, which `tf.backend()` returns while it is active. */
export interface SimdBackend extends KernelBackend {
  /**
   * Compiles a function of tensors, such as a training step's loss and gradients, or a model's predictions. Most calls of
   * the compiled function replay the operations of a recorded call on the new inputs, without tfjs's bookkeeping between
   * them.
   *
   * For inputs of the same shapes, calls 1, 2, 3, 5, 9, 17 and so on, and at least every 1,024th call, run the function and
   * record its operations. Once two recordings in a row are equal, the calls in between are replays, whose results
   * have the same bits. If a recording differs, or the function does something that a replay would not do, calls run the
   * function itself, `fallback` says why, and the function is recorded again later.
   *
   * Variables may change between calls, tensors that the function uses may be disposed, and other backends may move them.
   * The caller owns the results, as if `tf.tidy` had called the function. While a gradient of the calling code is taken,
   * the function itself runs.
   *
   * Some changes are noticed only when the function is recorded again: a JavaScript number that the function reads has
   * another value, a JavaScript variable refers to another tensor, or side effects differ. Pass numbers that change as
   * inputs, or call `revalidate()` after changing them.
   *
   * @param run A function of float32, int32 and bool tensors that has no side effects and returns tensors, numbers, or
   *   arrays and objects of them
   * @throws {TypeError} If `run` is an async function
   *
   * @example
   * const step = tf.backend().compile((images, labels, rate) => {
   *   const { value, grads } = tf.variableGrads(() => loss(model.apply(images), labels))
   *   return { value, steps: Object.values(grads).map((gradient) => gradient.mul(rate)) }
   * })
   * const { value, steps } = step(images, labels, 0.01)
   */
  compile<Inputs extends Tensor[], Results>(
    run: (...inputs: Inputs) => Results,
  ): CompiledFunction<Inputs, Results>
  /** The number of threads that share the work now. Workers start when a kernel first has enough work to share. */
  readonly runningThreads: number
  /**
   * Returns memory statistics. `numBytesInSimdMemory` is the number of bytes in use in the WebAssembly memory, padding
   * included: by tensors, by recordings of compiled functions, and by the backend itself.
   */
  memory(): { unreliable: boolean; numBytesInSimdMemory: number }
}
