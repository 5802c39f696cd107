import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernel, NativeKernels } from '../native/native-kernel.ts'
import { broadcast } from './binary.ts'
import { forEither, integers, map } from './elementwise.ts'

/** Elementwise kernels whose operations have numbers in assembly/rare-elementwise.ts. */
export const rareElementwiseKernels: NativeKernels = {
  Rsqrt: unary(0),
  Reciprocal: unary(1),
  Sign: unary(2),
  Floor: unary(3),
  Ceil: unary(4),
  Round: unary(5),
  ClipByValue: clip,
  Expm1: unary(7),
  Log1p: unary(8),
  Softplus: unary(9),
  Selu: unary(10, () => [backend_util.SELU_SCALEALPHA, backend_util.SELU_SCALE]),
  Sin: unary(11),
  Cos: unary(12),
  Erf: unary(13),
  SquaredDifference: binary(0, 'a', 'b'),
  EluGrad: eluGradient,
  Mod: forEither(binary(2, 'a', 'b'), integers(10)),
  Pow: binary(3, 'a', 'b'),
}

function clip(args: KernelArguments): TensorInfo | undefined {
  const { clipValueMin, clipValueMax } = args.attrs as Record<string, number>
  if (!(clipValueMin <= clipValueMax)) return undefined
  return unary(6, () => [clipValueMin, clipValueMax])(args) as TensorInfo | undefined
}

function eluGradient(args: KernelArguments): TensorInfo | undefined {
  const { dy, y } = args.inputs as Record<string, TensorInfo>
  if (!util.arraysEqual(dy.shape, y.shape)) return undefined
  return binary(1, 'dy', 'y')(args) as TensorInfo | undefined
}

type Attributes = Parameters<NativeKernel>[0]['attrs']

function unary(
  operation: number,
  parametersOf: (attrs: Attributes) => [alpha: number, beta: number] = () => [0, 0],
): NativeKernel {
  return (args) => {
    const parameters = parametersOf(args.attrs)
    return map(args, (share, ...vectors) => {
      args.backend.queue.append('rareUnary', share, ...vectors, operation, ...parameters)
    })
  }
}

function binary(operation: number, left: string, right: string): NativeKernel {
  return (args) => {
    const a = args.inputs[left] as TensorInfo
    const b = args.inputs[right] as TensorInfo
    if (!areFloats(a, b)) return undefined
    return broadcast(args, a, b, 'float32', ({ share, addresses, size, walk }) => {
      args.backend.queue.append('rareBinary', share, ...addresses, size, ...walk, operation)
    })
  }
}
