import { backend_util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native-kernel.ts'
import type { NativeKernel, NativeKernels } from '../native-kernel.ts'
import { broadcast } from './binary.ts'
import { map } from './elementwise.ts'

/** Elementwise kernels whose operations have numbers in assembly/rare-elementwise.ts. */
export const rareElementwiseKernels: NativeKernels = {
  Rsqrt: unary(0),
  Reciprocal: unary(1),
  Sign: unary(2),
  Floor: unary(3),
  Ceil: unary(4),
  Round: unary(5),
  ClipByValue: unary(6, ({ clipValueMin, clipValueMax }) => [clipValueMin as number, clipValueMax as number]),
  Expm1: unary(7),
  Log1p: unary(8),
  Softplus: unary(9),
  Selu: unary(10, () => [backend_util.SELU_SCALEALPHA, backend_util.SELU_SCALE]),
  SquaredDifference: binary(0, 'a', 'b'),
  EluGrad: binary(1, 'dy', 'y'),
  Mod: binary(2, 'a', 'b'),
  Pow: binary(3, 'a', 'b'),
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
