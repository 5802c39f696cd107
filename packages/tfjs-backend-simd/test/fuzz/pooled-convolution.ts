import { getKernel } from '@tensorflow/tfjs-core'
import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { MemoryError } from './guarded-machine.ts'
import type { GuardedMachine } from './guarded-machine.ts'
import { expectAlike, runOnCpu } from './judge-call.ts'
import type { Outcome } from './judge-call.ts'
import { tensor, valuesOf } from './kernel-call.ts'
import type { TensorSpec, Values } from './kernel-call.ts'

interface Problem {
  readonly x: TensorSpec
  readonly filter: TensorSpec
  readonly bias: TensorSpec
  readonly pad: string
  readonly dySeed: number
  /** The places that the gradients get: the second result of the forward kernel, or others. */
  readonly places: 'right' | 'any integers' | 'of another shape'
  /** Added to one size of `filterShape` and `inputShape`. */
  readonly change: { readonly axis: number; readonly by: number }
}

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })
const plain = { flavor: fc.constant<'plain'>('plain') }

const problem: fc.Arbitrary<Problem> = fc
  .tuple(size(3), size(13), size(13), size(6), size(5), size(5), size(17))
  .chain(([batch, height, width, inChannels, filterHeight, filterWidth, outChannels]) =>
    fc.record({
      x: tensor([batch, height, width, inChannels], plain),
      filter: tensor([filterHeight, filterWidth, inChannels, outChannels], plain),
      bias: tensor([outChannels], plain),
      pad: fc.constantFrom('valid', 'same'),
      dySeed: fc.nat(9999),
      places: fc.constantFrom<Problem['places']>(
        'right',
        'right',
        'right',
        'any integers',
        'of another shape',
      ),
      change: fc.record({ axis: fc.nat(3), by: fc.constantFrom(0, 0, 0, 1, -1, 0.5, 1000) }),
    }),
  )

/**
 * The pooled convolution and its gradients agree with the stock convolution and pooling. Gradients throw for places that no
 * forward call returned. For shapes that do not fit, gradients throw or at least write to no other memory.
 */
export function pooledConvolutionProperty(machines: readonly GuardedMachine[]): fc.IProperty<[Problem]> {
  return fc.property(problem, (problem) => {
    const expected = expectedOf(problem)
    for (const machine of machines) checkOn(machine, problem, expected)
  })
}

interface Expected {
  readonly y: Outcome
  readonly dy: TensorSpec
  readonly filterGradient: Outcome
  readonly inputGradient: Outcome
}

/** The results of the stock kernels; undefined if the output of the convolution has no window of 2 × 2. */
function expectedOf({ x, filter, bias, pad, dySeed }: Problem): Expected | undefined {
  const convolution = { strides: [1, 1], dilations: [1, 1], pad, dataFormat: 'NHWC' }
  const pooling = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' }
  const convolved = specOf(
    runOnCpu('FusedConv2D', { inputs: { x, filter, bias }, attrs: { ...convolution, activation: 'linear' } }),
  )
  if (!convolved || convolved.shape[1] < 2 || convolved.shape[2] < 2) return undefined
  const y = runOnCpu('MaxPool', { inputs: { x: convolved }, attrs: pooling })
  const dy: TensorSpec = { ...(specOf(y) as TensorSpec), values: undefined, seed: dySeed }
  const dConvolved = specOf(
    runOnCpu('MaxPoolGrad', { inputs: { input: convolved, dy }, attrs: pooling }),
  ) as TensorSpec
  const filterAttrs = { ...convolution, filterShape: filter.shape }
  const inputAttrs = { ...convolution, inputShape: x.shape }
  return {
    y,
    dy,
    filterGradient: runOnCpu('Conv2DBackpropFilter', { inputs: { x, dy: dConvolved }, attrs: filterAttrs }),
    inputGradient: runOnCpu('Conv2DBackpropInput', { inputs: { dy: dConvolved, filter }, attrs: inputAttrs }),
  }
}

function specOf(outcome: Outcome): TensorSpec | undefined {
  if ('error' in outcome) return undefined
  const [{ shape, values }] = outcome.results
  if (shape.includes(0)) return undefined
  return { shape, dtype: 'float32', flavor: 'plain', seed: 0, values: Float32Array.from(values) }
}

function checkOn(machine: GuardedMachine, problem: Problem, expected: Expected | undefined): void {
  const { backend } = machine
  const created: TensorInfo[] = []
  const make = (spec: TensorSpec): TensorInfo => {
    const info = backend.makeTensorInfo([...spec.shape], spec.dtype, valuesOf(spec))
    backend.address(info)
    created.push(info)
    return info
  }
  const call = (name: string, inputs: Record<string, TensorInfo>, attrs: object): TensorInfo[] => {
    const run = (): TensorInfo[] =>
      [
        getKernel(`TunekitConv2DMaxPool${name}`, 'simd').kernelFunc({
          inputs,
          attrs: { pad: problem.pad, ...attrs },
          backend: backend as unknown as KernelBackend,
        }),
      ].flat()
    const results = machine.watch(run)
    created.push(...results)
    return results
  }
  const outcomeOf = (run: () => TensorInfo[]): Outcome => {
    try {
      const results = run().map(({ dataId, shape, dtype }) => {
        return { shape, dtype, values: backend.readSync(dataId) as Values }
      })
      return { results: results.slice(0, 1) }
    } catch (error) {
      if (error instanceof MemoryError) throw error
      return { error }
    }
  }

  try {
    const [x, filter, bias] = [problem.x, problem.filter, problem.bias].map(make)
    let places: TensorInfo | undefined
    const y = outcomeOf(() => {
      const results = call('', { x, filter, bias }, {})
      places = results[1]
      return results
    })
    expectAlike(y, expected ? expected.y : { error: 'no window' }, TOLERANCE)
    if (!expected || !places) return
    if (problem.places !== 'right') places = make(otherPlaces(problem.places, places.shape))
    const dy = make(expected.dy)
    const { axis, by } = problem.change
    const changed = (shape: readonly number[]): number[] => shape.with(axis, shape[axis] + by)
    const inputs = { dy, places }
    const filterGradient = outcomeOf(() =>
      call('BackpropFilter', { ...inputs, x }, { filterShape: changed(problem.filter.shape) }),
    )
    const inputGradient = outcomeOf(() =>
      call('BackpropInput', { ...inputs, filter }, { inputShape: changed(problem.x.shape) }),
    )
    if (problem.places !== 'right') {
      expectAlike(filterGradient, { error: 'other places' }, 0)
      expectAlike(inputGradient, { error: 'other places' }, 0)
    } else if (by === 0) {
      expectAlike(filterGradient, expected.filterGradient, TOLERANCE)
      expectAlike(inputGradient, expected.inputGradient, TOLERANCE)
    }
  } finally {
    for (const { dataId } of created) backend.disposeData(dataId, true)
  }
}

const TOLERANCE = 3e-5

function otherPlaces(kind: 'any integers' | 'of another shape', shape: readonly number[]): TensorSpec {
  const values = { dtype: 'int32', flavor: 'special', seed: 1 } as const
  return { ...values, shape: kind === 'any integers' ? shape : [...shape, 2] }
}
