import { keep, tidy } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import { createPlan } from './plan.ts'
import type { Plan } from './plan.ts'
import type { Recording } from './recording.ts'
import type { SimdBackend } from './simd-backend.ts'

/** A function of tensors that runs without the function's own code from its third call on, see `SimdBackend.compile`. */
export interface CompiledFunction<Inputs extends Tensor[], Results extends NamedTensorMap> {
  /**
   * @returns The function's results. They belong to this function: read them before its next call, which changes or
   *   disposes them, and do not dispose them
   */
  (...inputs: Inputs): Results
  /** Why the last call ran the function's own code; undefined if it did not, or only to record it. */
  readonly fallback: string | undefined
  /** Frees the results and the memory of all recordings. A call after it starts anew. */
  dispose(): void
}

/** Recordings for more shapes of the inputs than this would take memory for shapes that hardly come again. */
const MOST_SHAPES = 8

/** What is known of calls with inputs of one shape. */
interface ShapeState {
  /** The first call's, until a second one has done the same. */
  recording?: Recording
  plan?: Plan
  /** Why there will be no plan. */
  problem?: string
}

export function compileFunction<Inputs extends Tensor[], Results extends NamedTensorMap>(
  backend: SimdBackend,
  run: (...inputs: Inputs) => Results,
): CompiledFunction<Inputs, Results> {
  const states = new Map<string, ShapeState>()
  let eagerResults: NamedTensorMap = {}
  let fallback: string | undefined

  const call = (...inputs: Inputs): Results => {
    if (backend.recording) return run(...inputs) // it becomes part of the function that calls it
    disposeEager()
    fallback = undefined
    const state = stateOf(inputs)
    if (state.plan && !state.plan.isUsable()) forget(state)
    if (state.plan) return state.plan.run(inputs) as Results
    return (
      state.problem === undefined ? record(state, inputs) : runEagerly(state.problem, inputs)
    ) as Results
  }
  Object.defineProperty(call, 'fallback', { get: () => fallback })
  return Object.assign(call, {
    dispose() {
      disposeEager()
      for (const state of states.values()) forget(state)
      states.clear()
    },
  }) as unknown as CompiledFunction<Inputs, Results>

  function stateOf(inputs: Inputs): ShapeState {
    const key = inputs.map(({ dtype, shape }) => `${dtype}[${shape}]`).join()
    const known = states.get(key)
    if (known) return known
    if (states.size === MOST_SHAPES) {
      return { problem: `it was called with more than ${MOST_SHAPES} shapes of inputs` }
    }
    const stray = inputs.find(({ dtype }) => dtype === 'string' || dtype === 'complex64')
    const state: ShapeState = stray ? { problem: `an input is ${stray.dtype}` } : {}
    states.set(key, state)
    return state
  }

  function record(state: ShapeState, inputs: Inputs): NamedTensorMap {
    const recorded = backend.record(inputs, (...copies) => keepResults(run(...(copies as Inputs))))
    const { recording, results } = recorded
    const problem = recording.problem ?? state.recording?.differenceFrom(recording)
    if (problem === undefined && state.recording) {
      state.recording = undefined
      state.plan = createPlan(backend, recording, recorded.inputs, results)
      return results
    }
    recording.arena.close()
    eagerResults = results
    if (problem === undefined) state.recording = recording
    else fallback = state.problem = problem
    return results
  }

  function runEagerly(problem: string, inputs: Inputs): NamedTensorMap {
    fallback = problem
    eagerResults = tidy(() => keepResults(run(...inputs)))
    return eagerResults
  }

  function disposeEager(): void {
    for (const tensor of Object.values(eagerResults)) tensor.dispose()
    eagerResults = {}
  }

  function forget(state: ShapeState): void {
    state.plan?.dispose()
    state.plan = undefined
    state.recording = undefined
  }
}

/** Results that outlive the scopes that they were made in. */
function keepResults(results: NamedTensorMap): NamedTensorMap {
  for (const tensor of Object.values(results)) keep(tensor)
  return results
}
