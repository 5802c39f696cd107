import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments } from '../native/native-kernel.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import { withWhole } from './binary.ts'
import { blocksOf, broadcastWalk, vectorWalk, walkArguments } from './broadcast-walk.ts'
import type { BroadcastWalk } from './broadcast-walk.ts'

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
  if (![bias, alpha].every((tensor) => !tensor || broadcastsTo(shape, tensor.shape))) return undefined
  const addressBias = bias ? backend.address(bias) : 0
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
    prelu: alpha && ((y) => appendInto(backend, 'prelu', y, shape, alpha)),
  }
  const later = activate[name]
  if (!later) return undefined
  const inTile = isRow ? tileActivations[name] : 0
  return {
    bias: isRow ? addressBias : 0,
    activation: inTile ?? 0,
    finish(y) {
      if (bias && !isRow) appendInto(backend, 'add', y, shape, bias)
      if (!isRow || inTile === undefined) later(y)
    },
  }
}

/** Whether a tensor of shape `small` is one row of the last axis of `shape`. */
function isRowOf(shape: number[], small: number[]): boolean {
  const channels = shape.at(-1)
  return small.length <= shape.length && small.at(-1) === channels && util.sizeFromShape(small) === channels
}

function broadcastsTo(shape: number[], small: number[]): boolean {
  return (
    small.length <= shape.length &&
    util.arraysEqual(backend_util.assertAndGetBroadcastShape(shape, small), shape)
  )
}

/** y = y ∘ b in place, for a y of this shape. */
function appendInto(
  backend: NativeTensors,
  name: 'add' | 'prelu',
  y: number,
  shape: number[],
  b: TensorInfo,
): void {
  const size = util.sizeFromShape(shape)
  const run = (address: number, walk: BroadcastWalk): void => {
    const share = { units: Math.ceil(size / walk.columns), work: size }
    backend.queue.append(name, share, y, address, y, size, ...walkArguments(walk))
  }
  const address = backend.address(b)
  const walk = broadcastWalk(shape, b.shape)
  if (walk) run(address, walk)
  else withWhole(backend, b, address, shape, (whole) => run(whole, vectorWalk))
}
