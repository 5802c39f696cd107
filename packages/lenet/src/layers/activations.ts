import { engine, Multiply, Relu, Sigmoid, Step, Sub, Tanh } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { differentiable } from './differentiable.ts'

/** The nonlinearity after every convolution and every hidden dense layer. */
export type Activation = 'relu' | 'tanh' | 'sigmoid' | 'linear'

interface ActivationRule {
  /** The kernel of the activation; undefined for the identity. */
  readonly kernel: string | undefined
  /** Whether the fused kernels support the activation, by the same name. */
  readonly isFused: boolean
  /** Computes the gradient of the activation's input from the gradient dy of its output and the OUTPUT y. */
  gradient(dy: Tensor, y: Tensor): Tensor
}

/** The activations by name. Derivatives are functions of y, so that no layer has to keep its pre-activation. */
export const activations: Readonly<Record<Activation, ActivationRule>> = {
  relu: { kernel: Relu, isFused: true, gradient: (dy, y) => multiply(dy, step(y)) },
  // dy (1 − y²) as dy − (dy·y)·y, which needs no tensor of ones
  tanh: {
    kernel: Tanh,
    isFused: false,
    gradient: (dy, y) => subtract(dy, multiply(multiply(dy, y), y)),
  },
  // dy·y (1 − y) as dy·y − (dy·y)·y
  sigmoid: {
    kernel: Sigmoid,
    isFused: true,
    gradient: (dy, y) => {
      const dyTimesY = multiply(dy, y)
      return subtract(dyTimesY, multiply(dyTimesY, y))
    },
  },
  linear: { kernel: undefined, isFused: true, gradient: (dy) => dy },
}

/** Runs a fused kernel with the activation, or the activation's own kernel after it. */
export function fuse(activation: Activation, runFused: (activation: string) => Tensor): Tensor {
  const { kernel, isFused } = activations[activation]
  if (isFused || kernel === undefined) return runFused(activation)
  return engine().runKernel(kernel, { x: runFused('linear') })
}

/**
 * Computes y = activation(x) as a layer of its own.
 *
 * @param x Any shape
 * @returns A tensor of that shape; `x` itself if the activation changes nothing
 */
export function activate(x: Tensor, activation: Activation): Tensor {
  const { kernel, gradient } = activations[activation]
  if (kernel === undefined) return x
  return differentiable({
    inputs: { x },
    forward(save) {
      const y = engine().runKernel<Tensor>(kernel, { x })
      save([y])
      return y
    },
    backward: (dy, [y]) => ({ x: () => gradient(dy, y) }),
  })
}

const multiply = (a: Tensor, b: Tensor): Tensor => engine().runKernel(Multiply, { a, b })
const subtract = (a: Tensor, b: Tensor): Tensor => engine().runKernel(Sub, { a, b })
const step = (x: Tensor): Tensor => engine().runKernel(Step, { x }, { alpha: 0 })
