import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native-kernel.ts'
import type { KernelArguments } from '../native-kernel.ts'
import { appendInto, intoWalk } from './broadcast-into.ts'
import { blocksOf } from './elementwise.ts'

/** What happens to the sums of a convolution or matrix product: a bias is added, and an activation applied. */
export interface Epilogue {
  /** Address of the bias that is added where the sums are stored, a row of one float for each channel; 0 for none. */
  readonly bias: number
  /** The activation that is applied there: 0 none, 1 relu, 2 relu6. */
  readonly activation: number
  /** Appends what is left to do on the stored sums at address `y`. */
  finish(y: number): void
}

/** Activations of the tile, by tfjs name. */
const tileActivations: Readonly<Record<string, number | undefined>> = { linear: 0, relu: 1, relu6: 2 }

/**
 * The epilogue of the fused kernels; that of the others does nothing.
 *
 * @param shape Of the output, channels last
 * @returns Undefined for a case that is left to the stock kernel: a bias or weights of a shape that the output has
 *   not, an unknown activation
 */
export function epilogueOf(
  { inputs, attrs, backend }: KernelArguments,
  shape: number[],
): Epilogue | undefined {
  const bias = inputs['bias'] as TensorInfo | undefined
  const name = (attrs['activation'] as string | undefined) ?? 'linear'
  const alpha = name === 'prelu' ? inputs['preluActivationWeights'] : undefined
  if (!areFloats(bias, alpha)) return undefined
  const isRow = !bias || isRowOf(shape, bias.shape)
  const biasWalk = isRow ? undefined : intoWalk(shape, bias.shape)
  const alphaWalk = alpha && intoWalk(shape, alpha.shape)
  if ((!isRow && !biasWalk) || (alpha && !alphaWalk)) return undefined
  const addressBias = bias ? backend.address(bias) : 0
  const addressAlpha = alpha ? backend.address(alpha) : 0
  const size = util.sizeFromShape(shape)
  const share = blocksOf(size)
  const { queue } = backend

  const activate: Readonly<Record<string, ((y: number) => void) | undefined>> = {
    linear: () => undefined,
    relu: (y) => queue.append('relu', share, y, y, size),
    relu6: (y) => queue.append('relu6', share, y, y, size),
    elu: (y) => queue.append('elu', share, y, y, size),
    sigmoid: (y) => queue.append('sigmoid', share, y, y, size),
    leakyrelu: (y) => queue.append('leakyRelu', share, y, y, size, attrs['leakyreluAlpha'] as number),
    prelu: alphaWalk && ((y) => appendInto(backend, 'preluInto', y, addressAlpha, alphaWalk)),
  }
  const later = activate[name]
  if (!later) return undefined
  const inTile = isRow ? tileActivations[name] : 0
  return {
    bias: isRow ? addressBias : 0,
    activation: inTile ?? 0,
    finish(y) {
      if (biasWalk) appendInto(backend, 'addInto', y, addressBias, biasWalk)
      if (biasWalk || inTile === undefined) later(y)
    },
  }
}

/** Whether a tensor of shape `small` is one row of the last axis of `shape`. */
function isRowOf(shape: number[], small: number[]): boolean {
  const channels = shape.at(-1)
  return small.length <= shape.length && small.at(-1) === channels && util.sizeFromShape(small) === channels
}
