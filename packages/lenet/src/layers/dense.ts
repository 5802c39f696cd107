import { _FusedMatMul, BatchMatMul, engine, getBackend, reshape, Sum } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { activations, fuse } from './activations.ts'
import type { Activation } from './activations.ts'
import { differentiable } from './differentiable.ts'

/**
 * Computes y = activation(x · weight + bias).
 *
 * @param x `[n, in]`
 * @param weight `[in, out]`; must outlive the backward pass, as a Variable does
 * @param bias `[out]`
 * @returns `[n, out]`
 */
export function dense(x: Tensor, weight: Tensor, bias: Tensor, activation: Activation): Tensor {
  return differentiable({
    inputs: { x, weight, bias },
    forward(save) {
      const y = fuse(activation, (fused) => fusedMatMul(x, weight, bias, fused))
      save(activation === 'linear' ? [x] : [x, y])
      return y
    },
    backward(dy, [x, y]) {
      const dz = activations[activation].gradient(dy, y)
      return {
        x: () =>
          engine().runKernel(BatchMatMul, { a: dz, b: weight }, { transposeA: false, transposeB: true }),
        weight: () =>
          engine().runKernel(BatchMatMul, { a: x, b: dz }, { transposeA: true, transposeB: false }),
        bias: () => engine().runKernel(Sum, { x: dz }, { axis: [0], keepDims: false }),
      }
    },
  })
}

function fusedMatMul(x: Tensor, weight: Tensor, bias: Tensor, activation: string): Tensor {
  const attributes = { transposeA: false, transposeB: false, activation }
  if (getBackend() === 'wasm') {
    // The stock wasm kernel reads its operands as batches of matrices, whatever their rank.
    const [a, b] = [x, weight].map((matrix) => reshape(matrix, [1, ...matrix.shape]))
    const y = engine().runKernel<Tensor>(_FusedMatMul, { a, b, bias }, attributes)
    return reshape(y, y.shape.slice(1))
  }
  return engine().runKernel(_FusedMatMul, { a: x, b: weight, bias }, attributes)
}
