import { engine, MaxPool, MaxPoolGrad } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { differentiable } from './differentiable.ts'

const attributes = { filterSize: 2, strides: 2, pad: 'valid' }

/**
 * Computes the maximum of each 2×2 window. An odd last row or column is left out.
 *
 * @param x `[n, height, width, channels]`
 * @returns `[n, ⌊height / 2⌋, ⌊width / 2⌋, channels]`
 */
export function maxPool(x: Tensor): Tensor {
  return differentiable({
    inputs: { x },
    forward(save) {
      const y = engine().runKernel<Tensor>(MaxPool, { x }, attributes)
      save([x, y])
      return y
    },
    backward: (dy, [input, output]) => ({
      x: () => engine().runKernel(MaxPoolGrad, { dy, input, output }, attributes),
    }),
  })
}
