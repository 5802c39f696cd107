import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernel, NativeKernels } from '../native/native-kernel.ts'
import { broadcast } from './binary.ts'
import { blocksOf, vectorWalk, walkArguments } from './broadcast-walk.ts'
import { slice } from './layout.ts'

type BinaryName = 'add' | 'sub' | 'mul' | 'div' | 'maximum' | 'minimum' | 'prelu'
type UnaryName =
  'relu' | 'relu6' | 'neg' | 'square' | 'sqrt' | 'exp' | 'log' | 'sigmoid' | 'tanh' | 'abs' | 'elu'

/** Elementwise kernels of float32 tensors, and some of int32; those of two operands broadcast. */
export const elementwiseKernels: NativeKernels = {
  Add: forEither(binary('add'), integers(4)),
  Sub: forEither(binary('sub'), integers(5)),
  Multiply: forEither(binary('mul'), integers(6)),
  RealDiv: binary('div'),
  FloorDiv: integers(9),
  Maximum: forEither(binary('maximum'), integers(7)),
  Minimum: forEither(binary('minimum'), integers(8)),
  Prelu: binary('prelu', 'x', 'alpha'),
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

function binary(name: BinaryName, left = 'a', right = 'b'): NativeKernel {
  return (args) => {
    const a = args.inputs[left] as TensorInfo
    const b = args.inputs[right] as TensorInfo
    if (!areFloats(a, b)) return undefined
    return broadcast(args, a, b, 'float32', ({ share, addresses, size, walk }) => {
      args.backend.queue.append(name, share, ...addresses, size, ...walk)
    })
  }
}

/** An operation on integers of assembly/rare-elementwise.ts, by its number there. */
export function integers(operation: number): NativeKernel {
  return (args) => {
    const [a, b] = [args.inputs['a'], args.inputs['b']] as [TensorInfo, TensorInfo]
    if (a.dtype !== 'int32') return undefined
    return broadcast(args, a, b, 'int32', ({ share, addresses, size, walk }) => {
      args.backend.queue.append('rareBinary', share, ...addresses, size, ...walk, operation)
    })
  }
}

/** The kernel for float32 operands, and that for others where it has no result. */
export function forEither(ofFloats: NativeKernel, ofIntegers: NativeKernel): NativeKernel {
  return (args) => ofFloats(args) ?? ofIntegers(args)
}

function unary(name: UnaryName): NativeKernel {
  return (args) => {
    return map(args, (share, ...vectors) => args.backend.queue.append(name, share, ...vectors))
  }
}

function withAlpha(name: 'step' | 'leakyRelu'): NativeKernel {
  return (args) => {
    const alpha = args.attrs['alpha'] as number
    return map(args, (share, ...vectors) => args.backend.queue.append(name, share, ...vectors, alpha))
  }
}

/** Allocates the result of an operation on each float of x, and has `append` append the operation. */
export function map(
  { inputs, backend }: KernelArguments,
  append: (share: ReturnType<typeof blocksOf>, x: number, y: number, size: number) => void,
): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areFloats(x)) return undefined
  const address = backend.address(x)
  const output = backend.allocate(x.shape)
  const size = util.sizeFromShape(x.shape)
  append(blocksOf(size), address, backend.address(output), size)
  return output
}

/** ((a + b) + c) + …; tfjs hands the list of tensors on as if it were named inputs. */
function addN({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const [first, second, ...others] = inputs as unknown as TensorInfo[]
  if (!first || !areFloats(first, second, ...others)) return undefined
  if (!second) {
    const begin = first.shape.map(() => 0)
    return slice(backend, first, begin, first.shape)
  }
  if (![second, ...others].every(({ shape }) => util.arraysEqual(shape, first.shape))) return undefined
  const add = binary('add')
  const output = add({ inputs: { a: first, b: second }, attrs, backend }) as TensorInfo
  const size = util.sizeFromShape(output.shape)
  const y = backend.address(output)
  for (const tensor of others) {
    const address = backend.address(tensor)
    backend.queue.append('add', blocksOf(size), y, address, y, size, ...walkArguments(vectorWalk))
  }
  return output
}
