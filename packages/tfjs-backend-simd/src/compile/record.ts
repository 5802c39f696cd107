import { dispose, engine, scalar, Tensor, tidy, Variable } from '@tensorflow/tfjs-core'
import type { TensorContainer, TypedArray } from '@tensorflow/tfjs-core'
import type { NativeType } from '../memory/tensor-storage.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import { observeNondeterminism } from './observe-nondeterminism.ts'
import { Recording } from './recording.ts'
import { makeResults, readResults } from './result-tree.ts'
import type { Results } from './result-tree.ts'
import { createTrace } from './trace.ts'
import type { Result, Trace } from './trace.ts'

/** An argument of a compiled function; a number stands for a float32 scalar. */
export type Input = Tensor | number

/** A function of tensors that returns any value. */
export type TensorFunction = (...inputs: Tensor[]) => unknown

/** What a recorded call returned, with its trace, or with the reason why a replay would not do the same. */
export type RecordedCall =
  | { readonly returned: unknown; readonly problem: string }
  | {
      readonly returned: unknown
      readonly problem?: undefined
      readonly trace: Trace
      readonly inputViews: InputViews
    }

/** For each input, the memory where a trace reads its values; undefined for a variable and for a repeated tensor. */
export type InputViews = readonly (TypedArray | undefined)[]

/** The message of the error for a function that returns a promise. */
export const PROMISE_MESSAGE =
  'A compiled function must not return a promise. Await before or after the call instead.'

/** The problem of a call for which {@link capturesInput} is true. */
export const CAPTURED_INPUT = 'it takes a gradient of code that captures one of its inputs'

/**
 * Whether the function captures one of its inputs, as a variable of an outer scope, in code that it takes a gradient of.
 * The gradient with respect to that input then differs from the gradient with respect to any other tensor of equal values.
 */
export function capturesInput(
  { usedInGradients }: Pick<Trace, 'usedInGradients'>,
  inputs: readonly Input[],
): boolean {
  return usedInGradients.size > 0 && inputs.some((input) => isCopied(input) && usedInGradients.has(input))
}

/** Runs a function and records what it does. The inputs are copied, so that they differ from captured tensors. */
export function record(backend: NativeTensors, inputs: readonly Input[], run: TensorFunction): RecordedCall {
  const recording = new Recording(backend)
  recording.start()
  const stopObserving = observeNondeterminism(() =>
    recording.reject('it draws random numbers or reads the clock'),
  )
  const restoreTape = removeTape()
  let recorded: RecordedCall | undefined
  try {
    recorded = recordCall(backend, recording, inputs, run)
  } finally {
    restoreTape()
    stopObserving()
    recording.end()
    if (recorded === undefined || recorded.problem !== undefined) recording.arena.close()
  }
  return recorded
}

/** Runs a function without recording it. Only the tensors that it returns or keeps outlive the call. */
export function runEagerly(inputs: readonly Input[], run: TensorFunction): unknown {
  return tidy(() => {
    const tensors = inputs.map((input) => (input instanceof Tensor ? input : scalar(input)))
    return rejectPromise(run(...tensors))
  })
}

function recordCall(
  backend: NativeTensors,
  recording: Recording,
  inputs: readonly Input[],
  run: TensorFunction,
): RecordedCall {
  const { state } = engine()
  const tensorsBefore = state.numTensors
  let copies: Tensor[] = []
  let inputViews: InputViews = []
  let results = readResults(undefined)
  const returned = tidy(() => {
    copies = copyInputs(backend, recording, inputs)
    inputViews = viewsOf(backend, copies)
    const returnedOnCopies = rejectPromise(run(...copies))
    results = readResults(returnedOnCopies)
    disposeInputs(recording, copies, inputs)
    return returnInputs(results, copies, inputs, returnedOnCopies)
  })
  if (results.problem !== undefined) recording.reject(results.problem)
  // `tidy` compares tensors by id: if an original is returned, `tidy` also keeps its copy.
  else dispose([...recording.inputCopies])
  recording.checkOlderTensors()
  const indexOfInput = (tensor: Tensor): number =>
    copies.findIndex((copy, i) => copy === tensor && isCopied(inputs[i]))
  const created = results.tensors.filter(
    (tensor) => !recording.isOlder(tensor) && indexOfInput(tensor) === -1,
  )
  checkRemaining(recording, created, state.numTensors - tensorsBefore)
  if (capturesInput(recording, inputs)) recording.reject(CAPTURED_INPUT)
  if (recording.problem !== undefined) return { returned, problem: recording.problem }
  const trace = createTrace(recording, results.tree, (toRelative) =>
    results.tensors.map((tensor): Result => {
      const index = indexOfInput(tensor)
      return index === -1 ? resultOf(backend, recording, tensor, toRelative) : { kind: 'input', index }
    }),
  )
  const { problem } = recording as Recording // `resultOf` may have found a problem
  return problem === undefined ? { returned, trace, inputViews } : { returned, problem }
}

/**
 * Copies the inputs: once for a tensor that is given twice, not at all for a variable. A copy has the id of the original,
 * by which tfjs knows the tensor when it takes gradients.
 */
function copyInputs(backend: NativeTensors, recording: Recording, inputs: readonly Input[]): Tensor[] {
  const copies = new Map<Tensor, Tensor>()
  return inputs.map((input) => {
    if (!(input instanceof Tensor)) return copyNumber(backend, input)
    if (input instanceof Variable) return input
    const copy = copies.get(input) ?? Object.assign(backend.copyIn(input), { id: input.id })
    copies.set(input, copy)
    recording.inputCopies.add(copy)
    return copy
  })
}

function copyNumber(backend: NativeTensors, value: number): Tensor {
  const info = backend.allocate([])
  ;(backend.valuesOf(info) as TypedArray)[0] = value
  return engine().makeTensorFromTensorInfo(info, backend)
}

function viewsOf(backend: NativeTensors, copies: readonly Tensor[]): InputViews {
  return copies.map((copy, i) => {
    const isFirst = !(copy instanceof Variable) && copies.indexOf(copy) === i
    return isFirst ? (backend.valuesOf(copy) as TypedArray) : undefined
  })
}

/** Disposes each input whose copy the function disposed. */
function disposeInputs(recording: Recording, copies: readonly Tensor[], inputs: readonly Input[]): void {
  copies.forEach((copy, i) => {
    const input = inputs[i]
    if (!copy.isDisposed || !isCopied(input)) return
    recording.reject('it disposes an input')
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

/** Rejects a function if tensors remain that it does not return, or if it disposed a tensor that it did not create. */
function checkRemaining(recording: Recording, returned: readonly Tensor[], remaining: number): void {
  const ids = new Set(returned.map(({ dataId }) => dataId))
  const isKept = recording.created.some((data) => data.storage !== undefined && !ids.has(data))
  if (isKept || remaining > returned.length) recording.reject('it keeps a tensor that it does not return')
  if (remaining < returned.length) recording.reject('it disposes a tensor that it did not create')
}

function resultOf(
  backend: NativeTensors,
  recording: Recording,
  tensor: Tensor,
  toRelative: (address: number) => number,
): Result {
  const older: Result = { kind: 'older', tensor }
  if (tensor.isDisposed) {
    recording.reject('it returns a tensor that is disposed')
    return older
  }
  if (recording.isOlder(tensor)) {
    recording.used.add(tensor)
    return older
  }
  if (tensor.dtype === 'string' || tensor.dtype === 'complex64') {
    recording.reject(`it returns a ${tensor.dtype} tensor`)
    return older
  }
  const form = { shape: tensor.shape, dtype: tensor.dtype as NativeType, isKept: tensor.kept }
  const of = recording.ownerOf(tensor.dataId)
  const data = backend.data.get(tensor.dataId)
  if (data.dtype !== tensor.dtype) recording.reject('it uses a tensor with two types')
  if (of) return { kind: 'alias', ...form, of }
  if (data.recorder !== recording) recording.reject('it returns a tensor that it did not create')
  const { address } = data
  if (address !== 0) return { kind: 'computed', ...form, address, relativeAddress: toRelative(address) }
  return { kind: 'constant', ...form, values: (data.view() as TypedArray).slice() }
}

/**
 * Removes the tape on which tfjs records operations outside of the function. No gradient is being taken, so nothing on the
 * tape is needed, but tfjs disposes no tensor on a tape. A function that throws within `tf.grad` leaves its tape behind.
 *
 * @returns Restores the tape
 */
function removeTape(): () => void {
  const { state } = engine()
  const { activeTape } = state
  state.activeTape = null as never
  return () => {
    state.activeTape = activeTape
  }
}

function rejectPromise(returned: unknown): TensorContainer {
  if (typeof (returned as { then?: unknown } | null | undefined)?.then === 'function')
    throw new TypeError(PROMISE_MESSAGE)
  return returned as TensorContainer
}
