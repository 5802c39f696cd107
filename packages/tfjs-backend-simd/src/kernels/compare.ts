import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { Comparison, ElementType } from '../generated/operations.ts'
import { areNative } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernel, NativeKernels } from '../native/native-kernel.ts'
import { broadcast } from './broadcast.ts'
import { blocksOf } from './broadcast-walk.ts'

/** Kernels that compute bools, and `Select`, which chooses elements by bools. */
export const compareKernels: NativeKernels = {
  Equal: comparison(Comparison.EQUAL),
  NotEqual: comparison(Comparison.NOT_EQUAL),
  Less: comparison(Comparison.LESS),
  LessEqual: comparison(Comparison.LESS_EQUAL),
  Greater: comparison(Comparison.LESS, 'b', 'a'),
  GreaterEqual: comparison(Comparison.LESS_EQUAL, 'b', 'a'),
  LogicalAnd: comparison(Comparison.AND),
  LogicalOr: comparison(Comparison.OR),
  LogicalNot: comparison(Comparison.NOT, 'x', 'x'),
  IsNan: comparison(Comparison.IS_NAN, 'x', 'x'),
  IsInf: comparison(Comparison.IS_INFINITE, 'x', 'x'),
  IsFinite: comparison(Comparison.IS_FINITE, 'x', 'x'),
  Select: select,
}

const ofBools: readonly Comparison[] = [Comparison.AND, Comparison.OR, Comparison.NOT]
const ofFloats: readonly Comparison[] = [Comparison.IS_NAN, Comparison.IS_INFINITE, Comparison.IS_FINITE]

/** The types of operands, and the operations that a type does not have. */
const types: Readonly<Record<string, { type: ElementType; lacks: readonly Comparison[] } | undefined>> = {
  float32: { type: ElementType.FLOAT, lacks: ofBools },
  int32: { type: ElementType.INTEGER, lacks: ofFloats },
  bool: { type: ElementType.BOOL, lacks: ofFloats },
}

/** `Greater` is `Less` with its operands swapped. */
function comparison(operation: Comparison, left = 'a', right = 'b'): NativeKernel {
  return (args) => {
    return compare(args, operation, args.inputs[left] as TensorInfo, args.inputs[right] as TensorInfo)
  }
}

/** Converts numbers to bools: true where a number is not zero. */
export function toBools(args: KernelArguments, x: TensorInfo): TensorInfo | undefined {
  return compare(args, Comparison.IS_TRUE, x, x)
}

function compare(
  args: KernelArguments,
  operation: Comparison,
  a: TensorInfo,
  b: TensorInfo,
): TensorInfo | undefined {
  const operands = types[a.dtype]
  if (!operands || operands.lacks.includes(operation)) return undefined
  return broadcast(args, a, b, 'bool', (walk) => {
    args.backend.queue.append.compare({ ...walk, operation, type: operands.type })
  })
}

function select({ inputs, backend }: KernelArguments): TensorInfo | undefined {
  const { condition, t, e } = inputs as Record<string, TensorInfo>
  const haveOneShape = util.arraysEqual(condition.shape, t.shape) && util.arraysEqual(t.shape, e.shape)
  if (!haveOneShape || condition.dtype !== 'bool' || !areNative(t, e) || t.dtype === 'bool') return undefined
  const addresses = { condition: backend.address(condition), a: backend.address(t), b: backend.address(e) }
  const output = backend.allocate(t.shape, t.dtype as 'float32' | 'int32')
  const size = util.sizeFromShape(t.shape)
  backend.queue.append.select({ ...blocksOf(size), ...addresses, y: backend.address(output), size })
  return output
}
