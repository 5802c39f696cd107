import fc from 'fast-check'
import { elementwiseCalls } from './elementwise-calls.ts'
import { formulaProperty } from './formulas.ts'
import type { GuardedMachine } from './guarded-machine.ts'
import { expectAlike, runOnCpu, runOnSimd } from './judge-call.ts'
import type { Outcome } from './judge-call.ts'
import { sizeOf, valuesOf } from './kernel-call.ts'
import type { KernelCall, TensorSpec } from './kernel-call.ts'
import { layoutCalls } from './layout-calls.ts'
import { pooledConvolutionProperty } from './pooled-convolution.ts'
import { reductionCalls } from './reduction-calls.ts'
import { resamplingCalls } from './resampling-calls.ts'
import { withSpoiled } from './spoiled-call.ts'
import { volumeCalls } from './volume-calls.ts'
import { windowCalls } from './window-calls.ts'

/** Calls of kernels that the stock backend has too. */
const calls: Readonly<Record<string, fc.Arbitrary<KernelCall>>> = {
  ...elementwiseCalls,
  ...layoutCalls,
  ...reductionCalls,
  ...resamplingCalls,
  ...volumeCalls,
  ...windowCalls,
}

/** A tolerance for equal values, apart from the sign of zero. */
const SAME_NUMBERS = Number.MIN_VALUE

/** The largest difference from the stock kernel, relative to the larger of 1 and the value; 0 if not listed. */
const tolerances: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      ...[
        'Exp',
        'Log',
        'Sigmoid',
        'Tanh',
        'Elu',
        'Rsqrt',
        'Reciprocal',
        'Expm1',
        'Log1p',
        'Softplus',
        'Selu',
        'Pow',
        'Mod',
      ],
      ...[
        'Sum',
        'Mean',
        'Prod',
        'Softmax',
        'FusedBatchNorm',
        'TunekitCrossEntropy',
        'AvgPool',
        'AvgPoolGrad',
        'AddN',
      ],
      ...['Conv2D', 'FusedConv2D', 'Conv2DBackpropFilter', 'Conv2DBackpropInput'],
      ...['DepthwiseConv2dNative', 'FusedDepthwiseConv2D'],
      ...['DepthwiseConv2dNativeBackpropFilter', 'DepthwiseConv2dNativeBackpropInput'],
      ...['BatchMatMul', '_FusedMatMul', 'SquaredDifference', 'EluGrad', 'Prelu', 'LeakyRelu', 'MaxPoolGrad'],
      ...[
        'Sin',
        'Cos',
        'Erf',
        'LRN',
        'LRNGrad',
        'ResizeBilinear',
        'Conv3D',
        'Conv3DBackpropFilterV2',
        'Conv3DBackpropInputV2',
      ],
      ...['AvgPool3D', 'AvgPool3DGrad', 'MaxPool3DGrad', 'UnsortedSegmentSum'],
    ].map((name) => [name, 1e-5]),
  ),
  ...Object.fromEntries(['FusedConv2D', 'FusedDepthwiseConv2D', '_FusedMatMul'].map((name) => [name, 1e-4])),
  ...Object.fromEntries(['Round', 'Max', 'Min', 'Cumsum', 'Cumprod'].map((name) => [name, SAME_NUMBERS])),
}

/** Calls for which the stock kernels are wrong, or need not agree. */
const unjudged: Readonly<Record<string, (call: KernelCall) => boolean>> = {
  Conv2D: hasInfiniteFilter,
  DepthwiseConv2dNative: hasInfiniteFilter,
  FusedConv2D: (call) => hasInfiniteFilter(call) || isMagnified(call),
  FusedDepthwiseConv2D: (call) => hasInfiniteFilter(call) || isMagnified(call),
  Conv2DBackpropFilter: (call) => isDilated(call) || isInfinite(call),
  Conv2DBackpropInput: (call) => isDilated(call) || isInfinite(call),
  DepthwiseConv2dNativeBackpropFilter: (call) => isDilated(call) || isInfinite(call),
  DepthwiseConv2dNativeBackpropInput: (call) => isDilated(call) || isInfinite(call),
  FusedBatchNorm: (call) => isInfinite(call) || cancelsVariance(call),
  TunekitCrossEntropy: isInfinite,
  Conv3D: (call) => hasInfiniteFilter(call),
  Conv3DBackpropFilterV2: (call) => isDilated(call) || isInfinite(call),
  Conv3DBackpropInputV2: (call) => isDilated(call) || isInfinite(call),
  LRNGrad: isInfinite,
  MaxPool3DGrad: (call) => hasOblongWindow(call) || isInfinite(call),
  ResizeBilinearGrad: hasOblongImages,
  UnsortedSegmentSum: isInfinite,
  BatchMatMul: repeatsBatches,
  _FusedMatMul: (call) => repeatsBatches(call) || isMagnified(call),
}

/** The zeros around an image are multiplied too, and 0 · ∞ is NaN. */
function hasInfiniteFilter({ inputs }: KernelCall): boolean {
  const { filter } = inputs as Record<string, TensorSpec>
  return filter !== undefined && hasInfinite(filter)
}

function isInfinite({ inputs }: KernelCall): boolean {
  return Object.values(inputs).some(hasInfinite)
}

function hasInfinite(tensor: TensorSpec): boolean {
  return valuesOf(tensor).some((value) => !Number.isFinite(value))
}

/** The stock gradient exchanges height and width. */
function hasOblongImages({ inputs }: KernelCall): boolean {
  const { images } = inputs as Record<string, TensorSpec>
  return images !== undefined && images.shape[1] !== images.shape[2]
}

/** The stock gradient mixes up the rows of such windows. */
function hasOblongWindow({ attrs }: KernelCall): boolean {
  const [, height, width] = [attrs['filterSize']].flat()
  return height !== width
}

/** The activation magnifies differences in the last bits. */
function isMagnified({ attrs: { leakyreluAlpha = 1 } }: KernelCall): boolean {
  return Math.abs(leakyreluAlpha as number) > 2
}

/** The epsilon nearly cancels a negative variance, so that few digits of the sum are right. */
function cancelsVariance({ inputs, attrs: { varianceEpsilon = 0.001 } }: KernelCall): boolean {
  const { variance } = inputs as Record<string, TensorSpec>
  if (!variance) return false
  return valuesOf(variance).some((value) => value < 0 && Math.abs(value + (varianceEpsilon as number)) < 0.01)
}

/** The stock gradients ignore dilations, altogether or in part. */
function isDilated({ attrs }: KernelCall): boolean {
  return [attrs['dilations'] ?? 1].flat().some((dilation) => dilation !== 1)
}

/** The stock product cycles through the batches of the smaller operand, whatever their axes. */
function repeatsBatches({ inputs }: KernelCall): boolean {
  const { a, b } = inputs as Record<string, TensorSpec>
  if (!a || !b) return false
  const [batchA, batchB] = [a, b].map(({ shape }) => shape.slice(0, -2))
  return sizeOf(batchA) !== 1 && sizeOf(batchB) !== 1 && String(batchA) !== String(batchB)
}

/** For each kernel a property that holds on machines with one thread and with several. */
export const kernelProperties: Readonly<
  Record<string, (machines: readonly GuardedMachine[]) => AnyProperty>
> = {
  ...Object.fromEntries(Object.keys(calls).map((name) => [name, (machines) => callProperty(name, machines)])),
  TunekitConv2DMaxPool: pooledConvolutionProperty,
  TunekitConv2DMaxPoolBackpropFilter: pooledConvolutionProperty,
  TunekitConv2DMaxPoolBackpropInput: pooledConvolutionProperty,
  TunekitFormulas: (machines) => formulaProperty('TunekitFormulas', machines),
  TunekitSums: (machines) => formulaProperty('TunekitSums', machines),
}

type AnyProperty =
  fc.IProperty<[KernelCall]> | ReturnType<typeof pooledConvolutionProperty | typeof formulaProperty>

/** Any call has the outcome of the stock backend, for any number of threads. */
function callProperty(kernelName: string, machines: readonly GuardedMachine[]): fc.IProperty<[KernelCall]> {
  const judge = judges[kernelName] ?? ((call: KernelCall) => runOnCpu(kernelName, call))
  return fc.property(withSpoiled(calls[kernelName]), (call) => {
    const outcomes = machines.map((machine) => runOnSimd(machine, kernelName, call))
    outcomes.slice(1).forEach((outcome) => expectAlike(outcome, outcomes[0], 0))
    if (unjudged[kernelName]?.(call)) return
    const expected = judge(call)
    outcomes.forEach((outcome) => expectAlike(outcome, expected, tolerances[kernelName] ?? 0))
  })
}

/** Substitutes for stock kernels that do not exist. */
const judges: Readonly<Record<string, (call: KernelCall) => Outcome>> = { TunekitCrossEntropy: crossEntropy }

/** The formulas of assembly/cross-entropy.ts in float64. */
function crossEntropy({ inputs }: KernelCall): Outcome {
  const { logits, labels } = inputs as Record<string, TensorSpec>
  const [rows, classes] = logits?.shape ?? []
  const isPlain = logits?.dtype === 'float32' && logits.shape.length === 2 && rows * classes > 0
  const isLabelled = labels?.dtype === 'int32' && labels.shape.length === 1 && labels.shape[0] === rows
  const isWhole = [logits, labels].every(
    (tensor) => tensor && valuesOf(tensor).length === sizeOf(tensor.shape),
  )
  if (!isPlain || !isLabelled || !isWhole) return { error: 'other shapes' }
  const [x, places] = [valuesOf(logits), valuesOf(labels)]
  let loss = 0
  const gradient = Array.from({ length: rows }, (_, row) => {
    const z = Array.from(x.subarray(row * classes, (row + 1) * classes))
    const largest = Math.max(...z)
    const total = z.reduce((sum, value) => sum + Math.exp(value - largest), 0)
    const label = places[row]
    if (label >= 0 && label < classes) loss -= (z[label] - largest - Math.log(total)) / rows
    return z.map((value, i) => (Math.exp(value - largest) / total - Number(i === label)) / rows)
  })
  return {
    results: [
      { shape: [], dtype: 'float32', values: [loss] },
      { shape: [rows, classes], dtype: 'float32', values: gradient.flat() },
    ],
  }
}
