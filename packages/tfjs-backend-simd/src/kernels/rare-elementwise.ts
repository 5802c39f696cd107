import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { RareBinary, RareUnary } from '../generated/operations.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernel, NativeKernels } from '../native/native-kernel.ts'
import { broadcast } from './broadcast.ts'
import { forEither, integers, map } from './elementwise.ts'

/** Elementwise kernels that networks rarely use. Their operations share a loop, see assembly/rare-elementwise.ts. */
export const rareElementwiseKernels: NativeKernels = {
  Rsqrt: unary(RareUnary.RSQRT),
  Reciprocal: unary(RareUnary.RECIPROCAL),
  Sign: unary(RareUnary.SIGN),
  Floor: unary(RareUnary.FLOOR),
  Ceil: unary(RareUnary.CEIL),
  Round: unary(RareUnary.ROUND),
  ClipByValue: clip,
  Expm1: unary(RareUnary.EXPM1),
  Log1p: unary(RareUnary.LOG1P),
  Softplus: unary(RareUnary.SOFTPLUS),
  Selu: unary(RareUnary.SELU, { alpha: backend_util.SELU_SCALEALPHA, beta: backend_util.SELU_SCALE }),
  Sin: unary(RareUnary.SIN),
  Cos: unary(RareUnary.COS),
  Erf: unary(RareUnary.ERF),
  SquaredDifference: binary(RareBinary.SQUARED_DIFFERENCE, 'a', 'b'),
  EluGrad: eluGradient,
  Mod: forEither(binary(RareBinary.MODULO, 'a', 'b'), integers(RareBinary.INTEGER_MODULO)),
  Pow: binary(RareBinary.POWER, 'a', 'b'),
}

function clip(args: KernelArguments): TensorInfo | undefined {
  const { clipValueMin: alpha, clipValueMax: beta } = args.attrs as Record<string, number>
  if (!(alpha <= beta)) return undefined
  return unary(RareUnary.CLIP, { alpha, beta })(args) as TensorInfo | undefined
}

function eluGradient(args: KernelArguments): TensorInfo | undefined {
  const { dy, y } = args.inputs as Record<string, TensorInfo>
  if (!util.arraysEqual(dy.shape, y.shape)) return undefined
  return binary(RareBinary.ELU_GRADIENT, 'dy', 'y')(args) as TensorInfo | undefined
}

/** @param parameters The numbers that the operation uses besides its operand */
function unary(operation: RareUnary, parameters = { alpha: 0, beta: 0 }): NativeKernel {
  return (args) => {
    return map(args, (vectors) => {
      args.backend.queue.append.rareUnary({ ...vectors, operation, ...parameters })
    })
  }
}

function binary(operation: RareBinary, left: string, right: string): NativeKernel {
  return (args) => {
    const a = args.inputs[left] as TensorInfo
    const b = args.inputs[right] as TensorInfo
    if (!areFloats(a, b)) return undefined
    return broadcast(args, a, b, 'float32', (walk) => {
      args.backend.queue.append.rareBinary({ ...walk, operation })
    })
  }
}
