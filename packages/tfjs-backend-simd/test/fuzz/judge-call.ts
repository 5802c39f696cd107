import { getKernel } from '@tensorflow/tfjs-core'
import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { MemoryError } from './guarded-machine.ts'
import type { GuardedMachine } from './guarded-machine.ts'
import { sizeOf, valuesOf } from './kernel-call.ts'
import type { KernelCall, Specs, Values } from './kernel-call.ts'

/** The results or the error of a kernel. */
export type Outcome =
  | { readonly error: unknown }
  | { readonly results: readonly { shape: readonly number[]; dtype: string; values: ArrayLike<number> }[] }

/** The methods that the stock backend and the simd backend share. */
interface KernelHost {
  makeTensorInfo(shape: number[], dtype: string, values: Values): TensorInfo
  readSync(dataId: object): unknown
  disposeData(dataId: object, force?: boolean): boolean
}

/** Runs a kernel of the stock backend. */
export function runOnCpu(kernelName: string, { inputs, attrs }: KernelCall): Outcome {
  const backend = new MathBackendCPU() as unknown as KernelHost
  return outcomeOf(() => callKernel('cpu', kernelName, backend, makeTensors(backend, inputs), attrs), backend)
}

/** Runs a kernel of the simd backend, whose memory is watched. */
export function runOnSimd(
  machine: GuardedMachine,
  kernelName: string,
  { inputs, attrs }: KernelCall,
): Outcome {
  const { backend } = machine
  const host = backend as unknown as KernelHost
  const tensors = makeTensors(host, inputs)
  for (const tensor of Object.values(tensors) as TensorInfo[]) {
    const { size } = backend.data.get(tensor.dataId)
    const isPlain = tensor.shape.every((size) => size >= 0) && sizeOf(tensor.shape) === size
    if (isPlain) backend.address(tensor) // moves it into the memory
  }
  try {
    return outcomeOf(() => machine.watch(() => callKernel('simd', kernelName, host, tensors, attrs)), host)
  } finally {
    for (const tensor of Object.values(tensors) as TensorInfo[]) host.disposeData(tensor.dataId, true)
  }
}

/** Creates the input tensors: a list, or an object of named tensors. */
function makeTensors(backend: KernelHost, inputs: Specs): Record<string, TensorInfo> | TensorInfo[] {
  const entries = Object.entries(inputs).map(([name, spec]) => {
    return [name, backend.makeTensorInfo([...spec.shape], spec.dtype, valuesOf(spec))] as const
  })
  return Array.isArray(inputs) ? entries.map(([, tensor]) => tensor) : Object.fromEntries(entries)
}

function callKernel(
  backendName: string,
  kernelName: string,
  backend: KernelHost,
  inputs: Record<string, TensorInfo> | TensorInfo[],
  attrs: KernelCall['attrs'],
): TensorInfo | TensorInfo[] {
  const kernel = getKernel(kernelName, backendName)
  return kernel.kernelFunc({
    inputs: inputs as Record<string, TensorInfo>,
    attrs: structuredClone(attrs) as never,
    backend: backend as unknown as KernelBackend,
  })
}

function outcomeOf(run: () => TensorInfo | TensorInfo[], backend: KernelHost): Outcome {
  let created: TensorInfo[]
  try {
    created = [run()].flat()
  } catch (error) {
    if (error instanceof MemoryError) throw error
    return { error }
  }
  try {
    const results = created.map(({ dataId, shape, dtype }) => {
      const values = backend.readSync(dataId) as Values
      // The stock backend lets int32 and float32 tensors share integers above 2²⁴.
      return { shape, dtype, values: dtype === 'float32' ? Float32Array.from(values) : values }
    })
    return { results }
  } finally {
    for (const { dataId } of created) backend.disposeData(dataId)
  }
}

/**
 * Expects two outcomes to be alike: two errors, or results of the same shapes and types with the same NaN, infinities and,
 * within `tolerance` of the larger of 1 and the value, the same values.
 *
 * @param tolerance With 0, values must be the same, including the sign of zero
 */
export function expectAlike(actual: Outcome, expected: Outcome, tolerance: number): void {
  if ('error' in expected || 'error' in actual) {
    if ('error' in expected && 'error' in actual) return
    const [backend, outcome] = 'error' in actual ? ['simd', actual] : ['cpu', expected]
    throw new Error(`Only ${backend} throws: ${String((outcome as { error: Error }).error?.stack)}`)
  }
  if (actual.results.length !== expected.results.length) {
    throw new Error(`Expected ${expected.results.length} results, got ${actual.results.length}.`)
  }
  expected.results.forEach(({ shape, dtype, values }, i) => {
    const other = actual.results[i]
    const [expectedType, actualType] = [`${dtype}[${shape}]`, `${other.dtype}[${other.shape}]`]
    if (expectedType !== actualType) throw new Error(`Expected ${expectedType}, got ${actualType}.`)
    const size = Math.max(values.length, other.values.length)
    for (let at = 0; at < size; at++) {
      if (isAlike(other.values[at], values[at], tolerance)) continue
      throw new Error(`Expected ${text(values[at])} at ${at} of ${size}, got ${text(other.values[at])}.`)
    }
  })
}

function isAlike(actual: number, expected: number, tolerance: number): boolean {
  if (tolerance === 0 || !Number.isFinite(expected) || !Number.isFinite(actual))
    return Object.is(actual, expected)
  return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected))
}

function text(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
