import { engine, getBackend, getKernel, Sum } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { conv2d } from './conv2d.ts'
import { differentiable } from './differentiable.ts'
import { maxPool } from './max-pool.ts'

/**
 * Computes y = maxPool(x ∗ filter + bias). Call it in a `tidy`.
 *
 * If the active backend has the kernels `TunekitConv2DMaxPool`, `…BackpropFilter` and `…BackpropInput`, they do both at once. After
 * pooling, at most one in four conv outputs receives a gradient, so the backward pass needs a quarter of the work.
 *
 * @param x `[n, height, width, channelsIn]`
 * @param filter `[kernel, kernel, channelsIn, channelsOut]`; must outlive the backward pass, as a Variable does
 * @param bias `[channelsOut]`
 * @returns `[n, ⌊heightOut / 2⌋, ⌊widthOut / 2⌋, channelsOut]`
 */
export function convolveAndMaxPool(
  x: Tensor,
  filter: Tensor,
  bias: Tensor,
  padding: 'valid' | 'same',
): Tensor {
  if (x.shape[0] === 0 || getKernel(FUSED, getBackend()) === undefined) {
    return maxPool(conv2d(x, filter, bias, { activation: 'linear', padding }))
  }
  return differentiable({
    inputs: { x, filter, bias },
    forward(save) {
      const [y, places] = engine().runKernel<Tensor[]>(FUSED, { x, filter, bias }, { pad: padding })
      save([x, places])
      return y
    },
    backward: (dy, [x, places]) => ({
      x: () =>
        engine().runKernel(
          `${FUSED}BackpropInput`,
          { dy, places, filter },
          { pad: padding, inputShape: x.shape },
        ),
      filter: () =>
        engine().runKernel(
          `${FUSED}BackpropFilter`,
          { x, dy, places },
          { pad: padding, filterShape: filter.shape },
        ),
      bias: () => engine().runKernel(Sum, { x: dy }, { axis: [0, 1, 2], keepDims: false }),
    }),
  })
}

/** The kernel `{ x, filter, bias }` → `[y, places]`. `places` are the positions of the maxima, in a form of the backend. */
const FUSED = 'TunekitConv2DMaxPool'
