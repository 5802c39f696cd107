import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { Activation, Binary } from '../generated/operations.ts'
import type { Arguments } from '../generated/operations.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments } from '../native/native-kernel.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import { withBroadcast } from './broadcast.ts'
import { blocksOf, broadcastWalk, vectorWalk } from './broadcast-walk.ts'
import type { BroadcastWalk } from './broadcast-walk.ts'

/** The steps that follow the sums of a convolution or matrix product: adding a bias, and applying an activation. */
export interface Epilogue {
  /** The address of the bias that the operation itself adds, a row of one float for each channel; 0 for none. */
  readonly bias: number
  /** The activation that the operation itself applies. */
  readonly activation: Activation
  /** Appends the steps that the operation leaves, on its result at address `y`. */
  finish(y: number): void
}

/** The activations that operations apply themselves, by tfjs name. */
const activationsOfOperations: Readonly<Record<string, Activation | undefined>> = {
  linear: Activation.LINEAR,
  relu: Activation.RELU,
  relu6: Activation.RELU6,
}

/**
 * Returns the epilogue of a fused kernel. The epilogue of any other kernel does nothing.
 *
 * @param shape The shape of the output, channels last
 * @returns The epilogue; undefined for a case that is left to the stock kernel: a bias or weights that do not broadcast to the
 *   output, or an unknown activation
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
  const { append } = backend.queue
  const inPlace = (y: number): Arguments<'relu'> => ({ ...blocksOf(size), x: y, y, size })

  const activate: Readonly<Record<string, ((y: number) => void) | undefined>> = {
    linear: () => undefined,
    relu: (y) => append.relu(inPlace(y)),
    relu6: (y) => append.relu6(inPlace(y)),
    elu: (y) => append.elu(inPlace(y)),
    sigmoid: (y) => append.sigmoid(inPlace(y)),
    leakyrelu: (y) => append.leakyRelu({ ...inPlace(y), alpha: attrs['leakyreluAlpha'] as number }),
    prelu: alpha && ((y) => appendInto(backend, Binary.PRELU, y, shape, alpha)),
  }
  const appendActivation = activate[name]
  if (!appendActivation) return undefined
  // An activation follows the bias, so the operation applies the activation only if no later step adds the bias.
  const ofOperation = isRow ? activationsOfOperations[name] : Activation.LINEAR
  return {
    bias: isRow ? addressBias : 0,
    activation: ofOperation ?? Activation.LINEAR,
    finish(y) {
      if (bias && !isRow) appendInto(backend, Binary.ADD, y, shape, bias)
      if (!isRow || ofOperation === undefined) appendActivation(y)
    },
  }
}

/** Whether a tensor of shape `small` is a single row of the last axis of `shape`. */
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

/** Appends y = y ∘ b, for a y of this shape. */
function appendInto(
  backend: NativeTensors,
  operation: Binary,
  y: number,
  shape: number[],
  b: TensorInfo,
): void {
  const size = util.sizeFromShape(shape)
  const appendWalk = (b: number, walk: BroadcastWalk): void => {
    backend.queue.append.binary({
      ...walk,
      operation,
      units: Math.ceil(size / walk.columns),
      work: size,
      a: y,
      b,
      y,
      size,
    })
  }
  const address = backend.address(b)
  const walk = broadcastWalk(shape, b.shape)
  if (walk) appendWalk(address, walk)
  else withBroadcast(backend, b, address, shape, (copy) => appendWalk(copy, vectorWalk))
}
