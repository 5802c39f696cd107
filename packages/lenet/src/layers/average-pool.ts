import { AvgPool, AvgPoolGrad, engine } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { differentiable } from './differentiable.ts'

const attributes = { filterSize: 2, strides: 2, pad: 'valid' }

/**
 * Computes the mean of each 2×2 window. An odd last row or column is left out.
 *
 * @param x `[n, height, width, channels]`
 * @returns `[n, ⌊height / 2⌋, ⌊width / 2⌋, channels]`
 */
export function averagePool(x: Tensor): Tensor {
  return differentiable({
    inputs: { x },
    forward(save) {
      save([x])
      return engine().runKernel(AvgPool, { x }, attributes)
    },
    backward: (dy, [input]) => ({
      x: () => engine().runKernel(AvgPoolGrad, { dy, input }, attributes),
    }),
  })
}
