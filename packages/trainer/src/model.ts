import type { Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core'

/** What {@link fit} trains and {@link evaluate} measures: variables, and a function of images that uses them. */
export interface Model {
  /** The trainable variables under the model's own names, in canonical order. */
  readonly variables: Readonly<Record<string, Variable>>
  /**
   * @param images [size, height, width, channels], in [0, 1]
   * @returns Logits, [size, classes]; differentiable with respect to the variables
   */
  apply(images: Tensor4D): Tensor2D
}
