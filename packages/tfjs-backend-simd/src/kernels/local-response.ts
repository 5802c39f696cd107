import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Arguments } from '../generated/operations.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { countsOf } from './geometry.ts'

/** Local response normalization over the last axis, and its gradient. */
export const localResponseKernels: NativeKernels = { LRN: normalize, LRNGrad: gradient }

function normalize(args: KernelArguments): TensorInfo | undefined {
  const x = args.inputs['x'] as TensorInfo
  if (!isPlain(args, x)) return undefined
  const { backend } = args
  const address = backend.address(x)
  const output = backend.allocate(x.shape)
  backend.queue.append.localResponse({ ...argumentsOf(args, x), x: address, y: backend.address(output) })
  return output
}

function gradient(args: KernelArguments): TensorInfo | undefined {
  const [x, y, dy] = ['x', 'y', 'dy'].map((name) => args.inputs[name] as TensorInfo)
  const isAlike = [y, dy].every((tensor) => util.arraysEqual(tensor.shape, x.shape))
  if (!isAlike || !isPlain(args, x, y, dy)) return undefined
  const { backend } = args
  const addresses = { x: backend.address(x), y: backend.address(y), dy: backend.address(dy) }
  const output = backend.allocate(x.shape)
  const dx = backend.address(output)
  backend.withScratch(util.sizeFromShape(x.shape) * 4, (terms) => {
    backend.queue.append.localResponseGradient({ ...argumentsOf(args, x), ...addresses, terms, dx })
  })
  return output
}

function isPlain({ attrs }: KernelArguments, x: TensorInfo, ...others: TensorInfo[]): boolean {
  countsOf(attrs['depthRadius'], 1)
  const [bias, alpha, beta] = ['bias', 'alpha', 'beta'].map((name) => attrs[name] as number)
  // Without a bias the divisor is a sum of squares alone, which may be too small for float32.
  const isDivisor = bias > 1e-3 && alpha >= 0 && Number.isFinite(bias + alpha)
  const isPower = beta >= 0 && beta <= 1
  return areFloats(x, ...others) && x.shape.length === 4 && isDivisor && isPower
}

/** The arguments of both operations, addresses apart. */
function argumentsOf(
  { attrs }: KernelArguments,
  { shape }: TensorInfo,
): Omit<Arguments<'localResponse'>, 'x' | 'y'> {
  const { depthRadius, bias, alpha, beta } = attrs as Record<string, number>
  const size = util.sizeFromShape(shape)
  const channels = shape[3]
  return {
    units: size / channels,
    work: size * 2 * (depthRadius + 1),
    channels,
    radius: Math.min(depthRadius, channels),
    bias,
    alpha,
    beta,
  }
}
