import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { Binary, RareBinary } from '../generated/operations.ts'
import type { Arguments } from '../generated/operations.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernel, NativeKernels } from '../native/native-kernel.ts'
import { broadcast } from './broadcast.ts'
import { blocksOf, vectorWalk } from './broadcast-walk.ts'
import { slice } from './layout.ts'

type UnaryName =
  'relu' | 'relu6' | 'neg' | 'square' | 'sqrt' | 'exp' | 'log' | 'sigmoid' | 'tanh' | 'abs' | 'elu'

/** Elementwise kernels of float32 tensors, and some of int32 tensors. Kernels of two operands broadcast. */
export const elementwiseKernels: NativeKernels = {
  Add: forEither(binary(Binary.ADD), integers(RareBinary.INTEGER_ADD)),
  Sub: forEither(binary(Binary.SUBTRACT), integers(RareBinary.INTEGER_SUBTRACT)),
  Multiply: forEither(binary(Binary.MULTIPLY), integers(RareBinary.INTEGER_MULTIPLY)),
  RealDiv: binary(Binary.DIVIDE),
  FloorDiv: integers(RareBinary.INTEGER_FLOOR_DIVIDE),
  Maximum: forEither(binary(Binary.MAXIMUM), integers(RareBinary.INTEGER_MAXIMUM)),
  Minimum: forEither(binary(Binary.MINIMUM), integers(RareBinary.INTEGER_MINIMUM)),
  Prelu: binary(Binary.PRELU, 'x', 'alpha'),
  Relu: unary('relu'),
  Relu6: unary('relu6'),
  Neg: unary('neg'),
  Square: unary('square'),
  Sqrt: unary('sqrt'),
  Exp: unary('exp'),
  Log: unary('log'),
  Sigmoid: unary('sigmoid'),
  Tanh: unary('tanh'),
  Abs: unary('abs'),
  Elu: unary('elu'),
  Step: withAlpha('step'),
  LeakyRelu: withAlpha('leakyRelu'),
  AddN: addN,
}

function binary(operation: Binary, left = 'a', right = 'b'): NativeKernel {
  return (args) => {
    const a = args.inputs[left] as TensorInfo
    const b = args.inputs[right] as TensorInfo
    if (!areFloats(a, b)) return undefined
    return broadcast(args, a, b, 'float32', (walk) => {
      args.backend.queue.append.binary({ ...walk, operation })
    })
  }
}

/** A kernel of two int32 tensors. */
export function integers(operation: RareBinary): NativeKernel {
  return (args) => {
    const [a, b] = [args.inputs['a'], args.inputs['b']] as [TensorInfo, TensorInfo]
    if (a.dtype !== 'int32') return undefined
    return broadcast(args, a, b, 'int32', (walk) => {
      args.backend.queue.append.rareBinary({ ...walk, operation })
    })
  }
}

/** The kernel for float32 operands, and the kernel for the operands that it does not cover. */
export function forEither(ofFloats: NativeKernel, ofIntegers: NativeKernel): NativeKernel {
  return (args) => ofFloats(args) ?? ofIntegers(args)
}

function unary(name: UnaryName): NativeKernel {
  return (args) => map(args, (vectors) => args.backend.queue.append[name](vectors))
}

function withAlpha(name: 'step' | 'leakyRelu'): NativeKernel {
  return (args) => {
    const alpha = args.attrs['alpha'] as number
    return map(args, (vectors) => args.backend.queue.append[name]({ ...vectors, alpha }))
  }
}

/**
 * Allocates the result of an operation on each float of the input `x`.
 *
 * @param append Appends the operation, given the arguments that all operations of one operand have
 */
export function map(
  { inputs, backend }: KernelArguments,
  append: (vectors: Arguments<UnaryName>) => void,
): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areFloats(x)) return undefined
  const address = backend.address(x)
  const output = backend.allocate(x.shape)
  const size = util.sizeFromShape(x.shape)
  append({ ...blocksOf(size), x: address, y: backend.address(output), size })
  return output
}

/** ((a + b) + c) + …; tfjs passes the list of tensors as if it were named inputs. */
function addN({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const [first, second, ...others] = inputs as unknown as TensorInfo[]
  if (!first || !areFloats(first, second, ...others)) return undefined
  if (!second) {
    const begin = first.shape.map(() => 0)
    return slice(backend, first, begin, first.shape)
  }
  if (![second, ...others].every(({ shape }) => util.arraysEqual(shape, first.shape))) return undefined
  const add = binary(Binary.ADD)
  const output = add({ inputs: { a: first, b: second }, attrs, backend }) as TensorInfo
  const size = util.sizeFromShape(output.shape)
  const y = backend.address(output)
  for (const tensor of others) {
    const b = backend.address(tensor)
    backend.queue.append.binary({ ...vectorWalk, ...blocksOf(size), operation: Binary.ADD, a: y, b, y, size })
  }
  return output
}
