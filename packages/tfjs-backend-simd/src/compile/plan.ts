import { engine, keep, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { TypedArray } from '@tensorflow/tfjs-core'
import type { Input, Places } from './record.ts'
import { makeResults } from './result-tree.ts'
import type { SimdBackend } from '../simd-backend.ts'
import { TensorData } from '../memory/tensor-storage.ts'
import type { Result, Trace } from './trace.ts'

/** A trace that can be run again, on other values of its inputs. */
export interface Plan {
  readonly trace: Trace
  /** Whether the results are borrowed now; then it cannot run. */
  readonly isBorrowed: boolean
  /** Whether all that the trace uses is as it was: tensors are not disposed, variables as trainable. */
  isUsable(): boolean
  /** Runs it, and returns results that are the caller's. */
  run(inputs: readonly Input[]): unknown
  /** Runs it, and calls `use` with results that are disposed afterwards. */
  borrow<Value>(inputs: readonly Input[], use: (results: unknown) => Value): Value
  /** Gives its memory back, after `use` if the results are borrowed now. */
  dispose(): void
}

/** @param places Where the trace finds the inputs */
export function createPlan(backend: SimdBackend, trace: Trace, places: Places): Plan {
  const { words, relocations, captured, arena, tree, results } = trace
  const program = backend.placeProgram(words)
  const addresses = captured.map(({ address }) => address)
  const used = [...trace.used].map((tensor) => ({ tensor, isTrainable: isTrainable(tensor) }))
  let isBorrowed = false
  let isDisposed = false

  return {
    trace,
    get isBorrowed() {
      return isBorrowed
    },
    isUsable() {
      return used.every(({ tensor, isTrainable: was }) => isThere(tensor) && isTrainable(tensor) === was)
    },
    run(inputs) {
      execute(inputs)
      return makeResults(
        tree,
        results.map((result) => tensorOf(result, inputs, false)),
      )
    },
    borrow(inputs, use) {
      execute(inputs)
      const tensors = results.map((result) => tensorOf(result, inputs, true))
      isBorrowed = true
      try {
        return use(makeResults(tree, tensors))
      } finally {
        isBorrowed = false
        tensors.forEach((tensor, i) => giveBack(tensor, results[i]))
        if (isDisposed) release()
      }
    },
    dispose() {
      isDisposed = true
      if (!isBorrowed) release()
    },
  }

  function execute(inputs: readonly Input[]): void {
    inputs.forEach((input, i) => {
      const place = places[i]
      if (place === undefined) return
      if (input instanceof Tensor) place.set(backend.valuesOf(input) as TypedArray)
      else place[0] = input
    })
    // A variable has other data after each assignment, and other backends move data.
    captured.forEach(({ tensor }, i) => relocate(i, backend.address(tensor)))
    backend.queue.run(program)
  }

  function relocate(index: number, address: number): void {
    if (addresses[index] === address) return
    addresses[index] = address
    for (const { word, captured: at, offset } of relocations) {
      if (at === index) program.words[word] = address + offset
    }
  }

  function tensorOf(result: Result, inputs: readonly Input[], isBorrow: boolean): Tensor {
    if (result.kind === 'input') return inputs[result.index] as Tensor
    if (result.kind === 'older') return result.tensor
    const tensor = makeTensor(result, isBorrow)
    return result.isKept ? keep(tensor) : tensor
  }

  function makeTensor(result: Exclude<Result, { kind: 'input' | 'older' }>, isBorrow: boolean): Tensor {
    const { shape, dtype } = result
    if (result.kind === 'computed') return backend.tensorAt(result.address, shape, dtype, isBorrow)
    if (result.kind === 'constant') {
      return engine().makeTensor((result.values as TypedArray).slice(), shape, dtype, backend)
    }
    const { dataId } = result.of
    backend.incRef(dataId)
    return engine().makeTensorFromTensorInfo({ dataId, shape, dtype }, backend)
  }

  /** Disposes a borrowed result. If something else has its data by now, such as a variable, the data become its own. */
  function giveBack(tensor: Tensor, { kind }: Result): void {
    if (kind === 'input' || kind === 'older') return
    const data = tensor.dataId
    tensor.dispose()
    if (kind === 'computed' && data instanceof TensorData && data.storage) backend.moveOut(data)
  }

  function release(): void {
    backend.releaseProgram(program)
    arena.close()
  }
}

/** `tf.disposeVariables()` takes the data of a variable, but leaves it as if it were not disposed. */
function isThere({ isDisposed, dataId }: Tensor): boolean {
  if (isDisposed) return false
  return (
    (dataId instanceof TensorData && dataId.storage !== undefined) || engine().state.tensorInfo.has(dataId)
  )
}

function isTrainable(tensor: Tensor): boolean | undefined {
  return tensor instanceof Variable ? tensor.trainable : undefined
}
