import { dispose, engine, scalar, Tensor, tidy, Variable } from '@tensorflow/tfjs-core'
import type { TensorContainer, TypedArray } from '@tensorflow/tfjs-core'
import { observeChance } from './observe-chance.ts'
import type { Recording } from './recording.ts'
import { makeResults, readResults } from './result-tree.ts'
import type { Results } from './result-tree.ts'
import type { SimdBackend } from '../simd-backend.ts'
import type { NativeType } from '../memory/tensor-storage.ts'
import { createTrace } from './trace.ts'
import type { Result, Trace } from './trace.ts'

/** What a compiled function may be called with; a number stands for a float32 scalar. */
export type Input = Tensor | number

/** Any function of tensors. */
export type Run = (...inputs: Tensor[]) => unknown

/** What a recorded call returned, and what it did, or why a replay would not do the same. */
export type Recorded =
  | { readonly returned: unknown; readonly problem: string }
  | {
      readonly returned: unknown
      readonly problem?: undefined
      readonly trace: Trace
      readonly places: Places
    }

/** For each input where a trace finds its values; undefined for a variable, and for a tensor that is an earlier input too. */
export type Places = readonly (TypedArray | undefined)[]

export const ASYNC =
  'A compiled function must return its results at once, got a promise. Wait before or after the call instead.'

export const AMBIGUOUS = 'it takes a gradient with an input that it also uses apart from its being one'

/**
 * Whether the function uses one of the inputs in taking gradients without its being passed in: then the gradient with
 * respect to the input is another than with respect to a tensor of the same values.
 */
export function isAmbiguous(
  { usedInGradients }: Pick<Trace, 'usedInGradients'>,
  inputs: readonly Input[],
): boolean {
  return usedInGradients.size > 0 && inputs.some((input) => isCopied(input) && usedInGradients.has(input))
}

/** Runs a function on copies of its inputs, to tell them from tensors that it uses besides, and records what it does. */
export function record(backend: SimdBackend, inputs: readonly Input[], run: Run): Recorded {
  const recording = backend.startRecording()
  const stopObserving = observeChance(() => recording.refuse('it draws random numbers or reads the clock'))
  const bringTapeBack = removeTape()
  let recorded: Recorded | undefined
  try {
    recorded = recordCall(backend, recording, inputs, run)
  } finally {
    bringTapeBack()
    stopObserving()
    backend.endRecording(recording)
    if (recorded === undefined || recorded.problem !== undefined) recording.arena.close()
  }
  return recorded
}

/** Calls a function, whose results outlive what else it makes. */
export function runPlainly(inputs: readonly Input[], run: Run): unknown {
  return tidy(() => {
    const tensors = inputs.map((input) => (input instanceof Tensor ? input : scalar(input)))
    return requireNow(run(...tensors))
  })
}

function recordCall(
  backend: SimdBackend,
  recording: Recording,
  inputs: readonly Input[],
  run: Run,
): Recorded {
  const { state } = engine()
  const tensorsBefore = state.numTensors
  let copies: Tensor[] = []
  let places: Places = []
  let results = readResults(undefined)
  const returned = tidy(() => {
    copies = copyAll(backend, recording, inputs)
    places = copies.map((copy, i) => {
      const isFirst = !(copy instanceof Variable) && copies.indexOf(copy) === i
      return isFirst ? (backend.valuesOf(copy) as TypedArray) : undefined
    })
    const own = requireNow(run(...copies))
    results = readResults(own)
    disposeInputs(recording, copies, inputs)
    return returnInputs(results, copies, inputs, own)
  })
  if (results.problem !== undefined) recording.refuse(results.problem)
  // A scope keeps a copy if the original is returned: it goes by their id.
  else dispose([...recording.copies])
  recording.checkOlder()
  const originalOf = (tensor: Tensor): number =>
    copies.findIndex((copy, i) => copy === tensor && isCopied(inputs[i]))
  const made = results.tensors.filter((tensor) => !recording.isOlder(tensor) && originalOf(tensor) === -1)
  checkLeft(recording, made, state.numTensors - tensorsBefore)
  if (isAmbiguous(recording, inputs)) recording.refuse(AMBIGUOUS)
  if (recording.problem !== undefined) return { returned, problem: recording.problem }
  const trace = createTrace(recording, results.tree, (placeOf) =>
    results.tensors.map((tensor): Result => {
      const index = originalOf(tensor)
      return index === -1 ? resultOf(backend, recording, tensor, placeOf) : { kind: 'input', index }
    }),
  )
  const { problem } = recording as Recording // of the results
  return problem === undefined ? { returned, trace, places } : { returned, problem }
}

/**
 * Copies of the inputs, one of a tensor that is given twice, and variables themselves. A copy has the id of the original, by
 * which tfjs knows it when it takes gradients.
 */
function copyAll(backend: SimdBackend, recording: Recording, inputs: readonly Input[]): Tensor[] {
  const copies = new Map<Tensor, Tensor>()
  return inputs.map((input) => {
    if (!(input instanceof Tensor)) return copyNumber(backend, input)
    if (input instanceof Variable) return input
    const copy = copies.get(input) ?? Object.assign(backend.copyIn(input), { id: input.id })
    copies.set(input, copy)
    recording.copies.add(copy)
    return copy
  })
}

function copyNumber(backend: SimdBackend, value: number): Tensor {
  const info = backend.allocate([])
  ;(backend.valuesOf(info) as TypedArray)[0] = value
  return engine().makeTensorFromTensorInfo(info, backend)
}

/** Disposes those inputs whose copies the function has disposed. */
function disposeInputs(recording: Recording, copies: readonly Tensor[], inputs: readonly Input[]): void {
  copies.forEach((copy, i) => {
    const input = inputs[i]
    if (!copy.isDisposed || !isCopied(input)) return
    recording.refuse('it disposes an input')
    input.dispose()
  })
}

/** What the function returned, with the inputs in place of their copies. */
function returnInputs(
  { tree, tensors, problem }: Results,
  copies: readonly Tensor[],
  inputs: readonly Input[],
  returned: TensorContainer,
): TensorContainer {
  const originals = tensors.map((tensor) => {
    const input = inputs[copies.indexOf(tensor)]
    return isCopied(input) ? input : tensor
  })
  const isSame = originals.every((tensor, i) => tensor === tensors[i])
  return isSame || problem !== undefined ? returned : (makeResults(tree, originals) as TensorContainer)
}

function isCopied(input: Input | undefined): input is Tensor {
  return input instanceof Tensor && !(input instanceof Variable)
}

/** Refuses a function that leaves tensors behind besides those that it returns. */
function checkLeft(recording: Recording, returned: readonly Tensor[], tensorsLeft: number): void {
  const ids = new Set(returned.map(({ dataId }) => dataId))
  const isKept = recording.made.some((data) => data.storage !== undefined && !ids.has(data))
  if (isKept || tensorsLeft > returned.length) recording.refuse('it keeps a tensor that it does not return')
  if (tensorsLeft < returned.length) recording.refuse('it disposes a tensor that it did not make')
}

function resultOf(
  backend: SimdBackend,
  recording: Recording,
  tensor: Tensor,
  placeOf: (address: number) => number,
): Result {
  const older: Result = { kind: 'older', tensor }
  if (tensor.isDisposed) {
    recording.refuse('it returns a tensor that is disposed')
    return older
  }
  if (recording.isOlder(tensor)) {
    recording.used.add(tensor)
    return older
  }
  if (tensor.dtype === 'string' || tensor.dtype === 'complex64') {
    recording.refuse(`it returns a ${tensor.dtype} tensor`)
    return older
  }
  const form = { shape: tensor.shape, dtype: tensor.dtype as NativeType, isKept: tensor.kept }
  const of = recording.ownerOf(tensor.dataId)
  const data = backend.data.get(tensor.dataId)
  if (data.dtype !== tensor.dtype) recording.refuse('it has a tensor of two types')
  if (of) return { kind: 'alias', ...form, of }
  if (data.recording !== recording) recording.refuse('it returns a tensor that it did not make')
  const { address } = data
  if (address !== 0) return { kind: 'computed', ...form, address, place: placeOf(address) }
  return { kind: 'constant', ...form, values: (data.view() as TypedArray).slice() }
}

/**
 * Takes away the tape that tfjs records operations on outside of the function: nothing that it records is needed, since
 * no gradient is being taken, but it keeps tensors. A function that throws within `tf.grad` leaves one behind.
 *
 * @returns Brings it back
 */
function removeTape(): () => void {
  const { state } = engine()
  const { activeTape } = state
  state.activeTape = null as never
  return () => {
    state.activeTape = activeTape
  }
}

function requireNow(returned: unknown): TensorContainer {
  if (typeof (returned as { then?: unknown } | null | undefined)?.then === 'function')
    throw new TypeError(ASYNC)
  return returned as TensorContainer
}
