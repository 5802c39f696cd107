import { engine, keep } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Tensor, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import type { Captured, Recording } from './recording.ts'
import type { SimdBackend } from './simd-backend.ts'

/** A recording that can be run again, on other values of its inputs. */
export interface Plan {
  /** Whether its results and what it uses are still there: a caller may have disposed them. */
  isUsable(): boolean
  /** Takes values like those of the recorded call, runs its operations, and leaves its results in the same tensors. */
  run(inputs: readonly Tensor[]): NamedTensorMap
  dispose(): void
}

/**
 * @param inputs Where the recorded operations find the inputs
 * @param results What the recorded call returned; they belong to the plan from now on
 */
export function createPlan(
  backend: SimdBackend,
  recording: Recording,
  inputs: readonly TypedArray[],
  results: NamedTensorMap,
): Plan {
  const { words, relocations, captured, arena } = recording
  const program = backend.placeProgram(words)
  const places = captured.map(({ data }) => data.address)
  const held = captured.filter(({ variable }) => variable === undefined).map(({ tensor }) => hold(tensor))

  return {
    isUsable() {
      const isThere = ({ variable, data }: Captured, i: number): boolean =>
        variable ? !variable.isDisposed : data.address === places[i]
      return Object.values(results).every((tensor) => !tensor.isDisposed) && captured.every(isThere)
    },
    run(tensors) {
      tensors.forEach((tensor, i) => inputs[i].set(backend.valuesOf(tensor) as TypedArray))
      captured.forEach(({ variable }, i) => {
        if (variable) moveCaptured(i, backend.address(variable))
      })
      backend.queue.run(program)
      return results
    },
    dispose() {
      for (const tensor of Object.values(results)) tensor.dispose()
      for (const tensor of held) tensor.dispose()
      backend.releaseProgram(program)
      arena.close()
    },
  }

  /** Another tensor with the same values in the same place. */
  function hold(tensor: TensorInfo): Tensor {
    backend.incRef(tensor.dataId)
    return keep(engine().makeTensorFromTensorInfo(tensor, backend))
  }

  /** A variable has another tensor's memory after each assignment. */
  function moveCaptured(index: number, address: number): void {
    if (places[index] === address) return
    places[index] = address
    for (const { word, captured, offset } of relocations) {
      if (captured === index) program.words[word] = address + offset
    }
  }
}
