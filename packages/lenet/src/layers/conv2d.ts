import { Conv2DBackpropFilter, Conv2DBackpropInput, engine, FusedConv2D, Sum } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { activations, fuse } from './activations.ts'
import type { Activation } from './activations.ts'
import { differentiable } from './differentiable.ts'

/**
 * Computes y = activation(x ∗ filter + bias) with stride 1. ∗ is cross-correlation, as everywhere in TensorFlow.js.
 *
 * @param x `[n, height, width, channelsIn]`
 * @param filter `[kernel, kernel, channelsIn, channelsOut]`; must outlive the backward pass, as a Variable does
 * @param bias `[channelsOut]`
 * @returns `[n, heightOut, widthOut, channelsOut]`
 */
export function conv2d(
  x: Tensor,
  filter: Tensor,
  bias: Tensor,
  options: { activation: Activation; padding: 'valid' | 'same' },
): Tensor {
  const { activation, padding } = options
  const geometry = { strides: 1, pad: padding, dataFormat: 'NHWC' }
  return differentiable({
    inputs: { x, filter, bias },
    forward(save) {
      const y = fuse(activation, (fused) =>
        engine().runKernel(
          FusedConv2D,
          { x, filter, bias },
          { ...geometry, dilations: 1, activation: fused },
        ),
      )
      save(activation === 'linear' ? [x] : [x, y])
      return y
    },
    backward(dy, [x, y]) {
      const dz = activations[activation].gradient(dy, y)
      return {
        x: () =>
          engine().runKernel(Conv2DBackpropInput, { dy: dz, filter }, { ...geometry, inputShape: x.shape }),
        filter: () =>
          engine().runKernel(Conv2DBackpropFilter, { x, dy: dz }, { ...geometry, filterShape: filter.shape }),
        bias: () => engine().runKernel(Sum, { x: dz }, { axis: [0, 1, 2], keepDims: false }),
      }
    },
  })
}
