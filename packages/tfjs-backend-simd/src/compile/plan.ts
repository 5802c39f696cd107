import { engine, keep, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { TypedArray } from '@tensorflow/tfjs-core'
import { TensorData } from '../memory/tensor-storage.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import type { Input, InputViews } from './record.ts'
import { makeResults } from './result-tree.ts'
import type { Result, Trace } from './trace.ts'

/** A trace that can be replayed on other values of its inputs. */
export interface Plan {
  readonly trace: Trace
  /** Whether the results are borrowed now. A plan whose results are borrowed cannot run. */
  readonly isBorrowed: boolean
  /** Whether every tensor that the trace uses still exists, and every variable is as trainable as it was. */
  isUsable(): boolean
  /** Replays the trace, and returns results that the caller owns. */
  run(inputs: readonly Input[]): unknown
  /** Replays the trace, and calls `use` with results that are disposed when `use` returns. */
  borrow<Value>(inputs: readonly Input[], use: (results: unknown) => Value): Value
  /** Gives the plan's memory back; while the results are borrowed, only after `use` has returned. */
  dispose(): void
}

/**
 * Creates a plan from a trace.
 *
 * @param inputViews The memory where the trace reads its inputs
 */
export function createPlan(backend: NativeTensors, trace: Trace, inputViews: InputViews): Plan {
  const { words, relocations, captured, arena, tree, results } = trace
  const commands = backend.placeCommands(words)
  const addresses = captured.map(({ address }) => address)
  const used = [...trace.used].map((tensor) => ({ tensor, wasTrainable: isTrainable(tensor) }))
  let isBorrowed = false
  let isDisposed = false

  return {
    trace,
    get isBorrowed() {
      return isBorrowed
    },
    isUsable() {
      return used.every(({ tensor, wasTrainable }) => exists(tensor) && isTrainable(tensor) === wasTrainable)
    },
    run(inputs) {
      replay(inputs)
      return makeResults(
        tree,
        results.map((result) => tensorOf(result, inputs, false)),
      )
    },
    borrow(inputs, use) {
      replay(inputs)
      const tensors = results.map((result) => tensorOf(result, inputs, true))
      isBorrowed = true
      try {
        return use(makeResults(tree, tensors))
      } finally {
        isBorrowed = false
        tensors.forEach((tensor, i) => endBorrow(tensor, results[i]))
        if (isDisposed) release()
      }
    },
    dispose() {
      isDisposed = true
      if (!isBorrowed) release()
    },
  }

  function replay(inputs: readonly Input[]): void {
    inputs.forEach((input, i) => {
      const view = inputViews[i]
      if (view === undefined) return
      if (input instanceof Tensor) view.set(backend.valuesOf(input) as TypedArray)
      else view[0] = input
    })
    // A variable has other data after each assignment, and other backends move data.
    captured.forEach(({ tensor }, i) => relocate(i, backend.address(tensor)))
    backend.queue.run(commands)
  }

  /** Makes the commands read a captured tensor at a new address. */
  function relocate(index: number, address: number): void {
    if (addresses[index] === address) return
    addresses[index] = address
    for (const { wordIndex, capturedIndex, offset } of relocations) {
      if (capturedIndex === index) commands.words[wordIndex] = address + offset
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

  /** Disposes a borrowed result. If another tensor, such as a variable, now shares its data, the data move out of the arena. */
  function endBorrow(tensor: Tensor, { kind }: Result): void {
    if (kind === 'input' || kind === 'older') return
    const data = tensor.dataId
    tensor.dispose()
    if (kind === 'computed' && data instanceof TensorData && data.storage) backend.moveOut(data)
  }

  function release(): void {
    backend.releaseCommands(commands)
    arena.close()
  }
}

/** Whether a tensor has data. After `tf.disposeVariables()` a variable has none, though its `isDisposed` is false. */
function exists({ isDisposed, dataId }: Tensor): boolean {
  if (isDisposed) return false
  return (
    (dataId instanceof TensorData && dataId.storage !== undefined) || engine().state.tensorInfo.has(dataId)
  )
}

function isTrainable(tensor: Tensor): boolean | undefined {
  return tensor instanceof Variable ? tensor.trainable : undefined
}
