import fc from 'fast-check'
import { anyType, broadcastingShapes, shapes, tensor, tensors } from './kernel-call.ts'
import type { FuzzedType, KernelCall } from './kernel-call.ts'

type Calls = Readonly<Record<string, fc.Arbitrary<KernelCall>>>

/** Kernels of one tensor. */
const unary = unaryCalls(shapes().chain((shape) => tensors({ x: shape })))

/** Kernels of two tensors that broadcast. */
const binary = binaryCalls('float32')

const parameter = fc.float({ min: -2, max: 2, noNaN: true })

export const elementwiseCalls: Calls = {
  ...Object.fromEntries(
    [
      ...[
        'Relu',
        'Relu6',
        'Neg',
        'Square',
        'Sqrt',
        'Exp',
        'Log',
        'Sigmoid',
        'Tanh',
        'Abs',
        'Elu',
        'Rsqrt',
        'Reciprocal',
      ],
      ...[
        'Sign',
        'Floor',
        'Ceil',
        'Round',
        'Expm1',
        'Log1p',
        'Softplus',
        'Selu',
        'IsNan',
        'IsInf',
        'IsFinite',
      ],
      ...['Sin', 'Cos', 'Erf'],
    ].map((name) => [name, unary]),
  ),
  ...Object.fromEntries(['RealDiv', 'SquaredDifference', 'Pow'].map((name) => [name, binary])),
  ...Object.fromEntries(
    ['Add', 'Sub', 'Multiply', 'Maximum', 'Minimum', 'Mod', 'FloorDiv'].map((name) => [
      name,
      fc.constantFrom<FuzzedType>('float32', 'int32').chain((dtype) => binaryCalls(dtype)),
    ]),
  ),
  ...Object.fromEntries(
    ['Equal', 'NotEqual', 'Less', 'LessEqual', 'Greater', 'GreaterEqual'].map((name) => [
      name,
      anyType.chain((dtype) => binaryCalls(dtype)),
    ]),
  ),
  LogicalAnd: binaryCalls('bool'),
  LogicalOr: binaryCalls('bool'),
  LogicalNot: unaryCalls(shapes().chain((shape) => tensors({ x: shape }, { dtype: 'bool' }))),
  Prelu: binaryCalls('float32', 'x', 'alpha'),
  EluGrad: call(shapes().chain((shape) => tensors({ dy: shape, y: shape }))),
  Step: withAttributes({ alpha: parameter }),
  LeakyRelu: withAttributes({ alpha: parameter }),
  ClipByValue: withAttributes({ clipValueMin: parameter, clipValueMax: parameter }),
  AddN: call(
    fc.tuple(shapes(), fc.integer({ min: 1, max: 4 })).chain(([shape, count]) => {
      return fc.array(tensor(shape), { minLength: count, maxLength: count })
    }),
  ),
  Cast: anyType.chain((dtype) =>
    fc.record({
      inputs: shapes().chain((shape) => tensors({ x: shape }, { dtype })),
      attrs: fc.record({ dtype: anyType }),
    }),
  ),
  OnesLike: anyType.chain((dtype) => unaryCalls(shapes().chain((shape) => tensors({ x: shape }, { dtype })))),
  ZerosLike: anyType.chain((dtype) =>
    unaryCalls(shapes().chain((shape) => tensors({ x: shape }, { dtype }))),
  ),
  Select: fc.tuple(shapes(), anyType).chain(([shape, dtype]) => {
    return call(
      fc.record({
        condition: tensor(shape, { dtype: 'bool' }),
        t: tensor(shape, { dtype }),
        e: tensor(shape, { dtype }),
      }),
    )
  }),
}

/** Calls without attributes. */
export function call(inputs: fc.Arbitrary<KernelCall['inputs']>): fc.Arbitrary<KernelCall> {
  return fc.record({ inputs, attrs: fc.constant({}) })
}

function unaryCalls(inputs: fc.Arbitrary<KernelCall['inputs']>): fc.Arbitrary<KernelCall> {
  return call(inputs)
}

function binaryCalls(dtype: 'float32' | 'int32' | 'bool', left = 'a', right = 'b'): fc.Arbitrary<KernelCall> {
  return call(broadcastingShapes.chain(([a, b]) => tensors({ [left]: a, [right]: b }, { dtype })))
}

function withAttributes(attrs: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<KernelCall> {
  return fc.record({ inputs: shapes().chain((shape) => tensors({ x: shape })), attrs: fc.record(attrs) })
}
