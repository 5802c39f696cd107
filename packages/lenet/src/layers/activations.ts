import { engine, Multiply, Step, Sub, Tanh } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

/** The nonlinearity after every convolution and every hidden dense layer. */
export type Activation = 'relu' | 'tanh' | 'sigmoid' | 'linear'

interface ActivationRule {
  /** The activation that the fused kernels are asked for. */
  readonly fused: 'relu' | 'sigmoid' | 'linear'
  /** The kernel to run after them, for an activation that they lack. */
  readonly kernel?: string
  /** The loss's gradient before the activation, from that after it and the activation's OUTPUT y. */
  gradient(dy: Tensor, y: Tensor): Tensor
}

/** Every derivative is written in y, so that no layer keeps its pre-activation. */
export const activations: Readonly<Record<Activation, ActivationRule>> = {
  relu: { fused: 'relu', gradient: (dy, y) => multiply(dy, step(y)) },
  // dy (1 − y²) as dy − (dy·y)·y, which needs no tensor of ones
  tanh: {
    fused: 'linear',
    kernel: Tanh,
    gradient: (dy, y) => subtract(dy, multiply(multiply(dy, y), y)),
  },
  // dy·y (1 − y) as dy·y − (dy·y)·y
  sigmoid: {
    fused: 'sigmoid',
    gradient: (dy, y) => {
      const dyTimesY = multiply(dy, y)
      return subtract(dyTimesY, multiply(dyTimesY, y))
    },
  },
  linear: { fused: 'linear', gradient: (dy) => dy },
}

/** Runs a fused kernel with the activation, or the activation's own kernel after it. */
export function activate(activation: Activation, runFused: (fused: string) => Tensor): Tensor {
  const { fused, kernel } = activations[activation]
  const y = runFused(fused)
  return kernel === undefined ? y : engine().runKernel(kernel, { x: y })
}

const multiply = (a: Tensor, b: Tensor): Tensor => engine().runKernel(Multiply, { a, b })
const subtract = (a: Tensor, b: Tensor): Tensor => engine().runKernel(Sub, { a, b })
const step = (x: Tensor): Tensor => engine().runKernel(Step, { x }, { alpha: 0 })
