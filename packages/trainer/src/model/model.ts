import type { Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core'

/** A model for `fit` and `evaluate`: variables, and a function of images that uses them. */
export interface Model {
  /** The trainable variables by the model's own names, in canonical order. */
  readonly variables: Readonly<Record<string, Variable>>
  /**
   * Computes the logits of some images.
   *
   * @param images [size, height, width, channels], in [0, 1]
   * @returns Logits [size, classes], differentiable with respect to the variables
   */
  apply(images: Tensor4D): Tensor2D
}
