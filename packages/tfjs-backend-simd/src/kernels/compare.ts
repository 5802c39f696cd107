import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areAlike } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernel, NativeKernels } from '../native/native-kernel.ts'
import { broadcast } from './binary.ts'
import { blocksOf } from './broadcast-walk.ts'

/** Kernels that give bools, and the one that chooses by them. */
export const compareKernels: NativeKernels = {
  Equal: comparison(0),
  NotEqual: comparison(1),
  Less: comparison(2),
  LessEqual: comparison(3),
  Greater: comparison(2, 'b', 'a'),
  GreaterEqual: comparison(3, 'b', 'a'),
  LogicalAnd: comparison(4),
  LogicalOr: comparison(5),
  LogicalNot: comparison(6, 'x', 'x'),
  IsNan: comparison(7, 'x', 'x'),
  IsInf: comparison(8, 'x', 'x'),
  IsFinite: comparison(9, 'x', 'x'),
  Select: select,
}

/** Where a value is not zero. */
const IS_TRUE = 10

/** The types of assembly/compare.ts, and the operations there that it does not have. */
const types: Readonly<Record<string, { code: number; lacks: readonly number[] } | undefined>> = {
  float32: { code: 0, lacks: [4, 5, 6] },
  int32: { code: 1, lacks: [7, 8, 9] },
  bool: { code: 2, lacks: [7, 8, 9] },
}

/** `Greater` is `Less` with its operands the other way round. */
function comparison(operation: number, left = 'a', right = 'b'): NativeKernel {
  return (args) => {
    return compare(args, operation, args.inputs[left] as TensorInfo, args.inputs[right] as TensorInfo)
  }
}

/** Numbers as bools. */
export function toBools(args: KernelArguments, x: TensorInfo): TensorInfo | undefined {
  return compare(args, IS_TRUE, x, x)
}

function compare(
  args: KernelArguments,
  operation: number,
  a: TensorInfo,
  b: TensorInfo,
): TensorInfo | undefined {
  const type = types[a.dtype]
  if (!type || type.lacks.includes(operation)) return undefined
  return broadcast(args, a, b, 'bool', ({ share, addresses, size, walk }) => {
    args.backend.queue.append('compare', share, ...addresses, operation, type.code, size, ...walk)
  })
}

function select({ inputs, backend }: KernelArguments): TensorInfo | undefined {
  const [condition, a, b] = ['condition', 't', 'e'].map((name) => inputs[name] as TensorInfo)
  const isWhole = util.arraysEqual(condition.shape, a.shape) && util.arraysEqual(a.shape, b.shape)
  if (!isWhole || condition.dtype !== 'bool' || !areAlike(a, b) || a.dtype === 'bool') return undefined
  const addresses = [condition, a, b].map((tensor) => backend.address(tensor))
  const output = backend.allocate(a.shape, a.dtype as 'float32' | 'int32')
  const size = util.sizeFromShape(a.shape)
  const [c, t, e] = addresses
  backend.queue.append('select', blocksOf(size), c, t, e, backend.address(output), size)
  return output
}
