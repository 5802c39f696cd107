import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
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
  backend.queue.append(
    'localResponse',
    shareOf(args, x),
    address,
    backend.address(output),
    ...parametersOf(args, x),
  )
  return output
}

function gradient(args: KernelArguments): TensorInfo | undefined {
  const [x, y, dy] = ['x', 'y', 'dy'].map((name) => args.inputs[name] as TensorInfo)
  const isAlike = [y, dy].every((tensor) => util.arraysEqual(tensor.shape, x.shape))
  if (!isAlike || !isPlain(args, x, y, dy)) return undefined
  const { backend } = args
  const [addressX, addressY, addressDy] = [x, y, dy].map((tensor) => backend.address(tensor))
  const output = backend.allocate(x.shape)
  const dx = backend.address(output)
  backend.withScratch(util.sizeFromShape(x.shape) * 4, (terms) => {
    const share = shareOf(args, x)
    const parameters = parametersOf(args, x)
    backend.queue.append(
      'localResponseGradient',
      share,
      addressX,
      addressY,
      addressDy,
      terms,
      dx,
      ...parameters,
    )
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

function shareOf({ attrs }: KernelArguments, { shape }: TensorInfo): { units: number; work: number } {
  const size = util.sizeFromShape(shape)
  return { units: size / shape[3], work: size * 2 * ((attrs['depthRadius'] as number) + 1) }
}

function parametersOf(
  { attrs }: KernelArguments,
  { shape }: TensorInfo,
): [n: number, radius: number, bias: number, alpha: number, beta: number] {
  const [bias, alpha, beta] = ['bias', 'alpha', 'beta'].map((name) => attrs[name] as number)
  return [shape[3], Math.min(attrs['depthRadius'] as number, shape[3]), bias, alpha, beta]
}
