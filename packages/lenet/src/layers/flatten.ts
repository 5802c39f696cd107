import { engine, Reshape } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { differentiable } from './differentiable.ts'

/**
 * Puts the features of each image in one row. The channel index changes fastest.
 *
 * @param x `[n, height, width, channels]`
 * @returns `[n, height · width · channels]`
 */
export function flatten(x: Tensor): Tensor {
  const [size, ...feature] = x.shape
  const reshapeTo = (shape: number[], x: Tensor): Tensor => engine().runKernel(Reshape, { x }, { shape })
  return differentiable({
    inputs: { x },
    forward: () => reshapeTo([size, feature.reduce((product, length) => product * length, 1)], x),
    backward: (dy) => ({ x: () => reshapeTo(x.shape, dy) }),
  })
}
