import { engine, Tensor, tensor_util, Variable } from '@tensorflow/tfjs-core'
import type { TensorContainer } from '@tensorflow/tfjs-core'
import { createPlan } from './plan.ts'
import type { Plan } from './plan.ts'
import { AMBIGUOUS, ASYNC, isAmbiguous, record, runPlainly } from './record.ts'
import type { Input, Recorded, Run } from './record.ts'
import { newTensorId } from './recording.ts'
import type { SimdBackend } from '../simd-backend.ts'
import { differenceOfTraces } from './trace.ts'
import type { Trace } from './trace.ts'

/** A function of tensors that mostly runs without the function's own code, see `SimdBackend.compile`. */
export interface CompiledFunction<Inputs extends Tensor[], Results> {
  /**
   * Calls the function.
   *
   * @param inputs Tensors, or numbers, each of which becomes a float32 scalar
   * @returns What the function returns: tensors are the caller's own, as if the function itself had been called in `tf.tidy`
   * @throws {TypeError} If an input is neither a tensor nor a number, or the function returns a promise
   * @throws {Error} If an input is disposed
   * @throws What the function throws
   */
  (...inputs: TensorsOrNumbers<Inputs>): Results
  /**
   * Calls the function, and then `use` with the results, which are disposed when `use` returns: clone what is to stay. A
   * replay saves the time to copy the results.
   *
   * @returns What `use` returns
   */
  borrow<Value>(inputs: TensorsOrNumbers<Inputs>, use: (results: Results) => Value): Value
  /**
   * Why the last call ran the function's own code; undefined if it did not, or only to record it. After a problem, the
   * reason stays until calls are replayed again.
   */
  readonly fallback: string | undefined
  /**
   * Says that numbers of JavaScript which the function uses may have changed. The next two calls record the function again.
   * If it does what it did before, later calls replay the old recording, otherwise the new one.
   */
  revalidate(): void
  /** Frees the memory of all recordings. The next call starts anew. */
  dispose(): void
}

/** For each input a tensor, or a number in place of a scalar. */
export type TensorsOrNumbers<Inputs extends Tensor[]> = { [Index in keyof Inputs]: Inputs[Index] | number }

/** Plans for more shapes of the inputs than this would take memory for shapes that hardly come again. */
const MOST_SHAPES = 8

/** A function is recorded again after at most this many replays, or this many calls that cannot be replayed. */
const MOST_CALLS = 1023

/** What is known of calls with inputs of the same shapes. */
interface ShapeState {
  plan?: Plan
  /** That of the call before, if there is no plan yet. */
  trace?: Trace
  /** Why there is no plan. */
  problem?: string
  /** How often there has been a problem. */
  problems: number
  /** The number of calls that run the function's own code before it is recorded again. */
  callsToWait: number
  /** The number of replays since the function was recorded, and how many there may be. */
  replays: number
  mostReplays: number
  /** The number of calls that are to be recorded because numbers may have changed. */
  revalidations: number
}

export function compileFunction<Inputs extends Tensor[], Results>(
  backend: SimdBackend,
  run: (...inputs: Inputs) => Results,
): CompiledFunction<Inputs, Results> {
  if (run.constructor.name === 'AsyncFunction') throw new TypeError(ASYNC)
  /** The least recently used first. */
  const states = new Map<string, ShapeState>()
  let latest: ShapeState | undefined
  let fallback: string | undefined

  const call = (...inputs: Input[]): unknown => {
    const plan = findPlan(inputs)
    return plan ? plan.run(inputs) : callFunction(inputs)
  }
  Object.defineProperty(call, 'fallback', { get: () => fallback })
  return Object.assign(call, {
    borrow<Value>(inputs: readonly Input[], use: (results: unknown) => Value): Value {
      const plan = findPlan(inputs)
      return plan ? plan.borrow(inputs, use) : lend(() => callFunction(inputs), use)
    },
    revalidate() {
      for (const state of states.values()) {
        Object.assign(state, { revalidations: 2, callsToWait: 0, trace: undefined })
      }
    },
    dispose() {
      for (const state of states.values()) dropPlan(state)
      states.clear()
      latest = undefined
    },
  }) as unknown as CompiledFunction<Inputs, Results>

  /** The plan that can do this call, if one can. */
  function findPlan(inputs: readonly Input[]): Plan | undefined {
    requireInputs(inputs)
    fallback = undefined
    if (backend.recording || obstacleOf(inputs) !== undefined) return undefined
    const key = keyOf(inputs)
    const state = states.get(key)
    const plan = state?.plan
    if (!state || !plan || plan.isBorrowed || isAmbiguous(plan.trace, inputs)) return undefined
    if (!plan.isUsable()) {
      dropPlan(state)
      return undefined
    }
    if (state.revalidations > 0 || state.replays === state.mostReplays) return undefined
    state.replays++
    makeLatest(key, state)
    return plan
  }

  function makeLatest(key: string, state: ShapeState): void {
    if (state === latest) return
    states.delete(key)
    states.set(key, state)
    latest = state
  }

  /** Calls the function itself. */
  function callFunction(inputs: readonly Input[]): unknown {
    // It becomes a part of the function that is being recorded.
    if (backend.recording) return runPlainly(inputs, run as Run)
    const obstacle = obstacleOf(inputs)
    if (obstacle !== undefined) return fallBack(obstacle, inputs)
    const state = stateOf(inputs)
    if (state.plan?.isBorrowed) return fallBack('it is called while its results are borrowed', inputs)
    if (state.plan && isAmbiguous(state.plan.trace, inputs)) return fallBack(AMBIGUOUS, inputs)
    if (state.callsToWait === 0) return recordCall(state, inputs)
    state.callsToWait--
    return fallBack(state.problem!, inputs)
  }

  function fallBack(reason: string, inputs: readonly Input[]): unknown {
    fallback = reason
    return runPlainly(inputs, run as Run)
  }

  /** Why a call can be neither recorded nor replayed. */
  function obstacleOf(inputs: readonly Input[]): string | undefined {
    if (engine().backend !== backend) return 'its backend is not the active one'
    if (engine().state.gradientDepth > 0) return 'a gradient is being taken of the code that calls it'
    const stray = inputs.find((input) => {
      return input instanceof Tensor && (input.dtype === 'string' || input.dtype === 'complex64')
    }) as Tensor | undefined
    return stray && `an input is ${stray.dtype}`
  }

  function stateOf(inputs: readonly Input[]): ShapeState {
    const key = keyOf(inputs)
    const state = states.get(key) ?? {
      problems: 0,
      callsToWait: 0,
      replays: 0,
      mostReplays: 0,
      revalidations: 0,
    }
    makeLatest(key, state)
    for (const [oldest, state] of states) {
      if (states.size <= MOST_SHAPES) break
      dropPlan(state)
      states.delete(oldest)
    }
    return state
  }

  function recordCall(state: ShapeState, inputs: readonly Input[]): unknown {
    fallback = state.problem
    const recorded = record(backend, inputs, run as Run)
    if (recorded.problem !== undefined) {
      dropPlan(state)
      noteProblem(state, recorded.problem)
    } else if (![...states.values()].includes(state)) {
      recorded.trace.arena.close() // the function called `dispose()`
    } else if (state.plan) {
      recorded.trace.arena.close()
      validate(state, state.plan, recorded.trace)
    } else {
      plan(state, recorded)
    }
    return recorded.returned
  }

  /** Makes a plan if the call before did the same. */
  function plan(state: ShapeState, { trace, places }: Exclude<Recorded, { problem: string }>): void {
    const difference = state.trace && differenceOfTraces(state.trace, trace)
    if (state.trace && difference === undefined) {
      const plan = createPlan(backend, trace, places)
      // That numbers have changed as announced is no reason to look more often whether they do.
      const mostReplays = state.revalidations > 0 ? state.mostReplays : 0
      const start = { plan, trace: undefined, problem: undefined, replays: 0, mostReplays, revalidations: 0 }
      Object.assign(state, start)
      fallback = undefined
      return
    }
    trace.arena.close()
    state.trace = trace
    if (difference !== undefined) noteProblem(state, difference)
  }

  /** Drops a plan if it is not what the function does now. */
  function validate(state: ShapeState, plan: Plan, trace: Trace): void {
    const difference = differenceOfTraces(plan.trace, trace)
    const { replays, revalidations } = state
    state.replays = 0
    if (difference === undefined) {
      if (revalidations > 0) state.revalidations--
      else state.mostReplays = Math.min(2 * state.mostReplays + 1, MOST_CALLS)
      return
    }
    dropPlan(state)
    state.trace = trace
    if (revalidations > 0) return
    const late = `${difference}; up to ${replays} calls before this one replayed what was recorded earlier`
    noteProblem(state, replays > 0 ? late : difference)
  }

  /** Has the next calls run the function's own code, twice as many as at the problem before. */
  function noteProblem(state: ShapeState, problem: string): void {
    fallback = state.problem = problem
    state.callsToWait = Math.min(2 ** state.problems++ - 1, MOST_CALLS)
    if (state.callsToWait > 0) state.trace = undefined
  }
}

function dropPlan(state: ShapeState): void {
  state.plan?.dispose()
  state.plan = undefined
  state.trace = undefined
}

/** Calls `use` with results that are disposed when it returns. */
function lend<Value>(make: () => unknown, use: (results: unknown) => Value): Value {
  const firstId = newTensorId()
  const results = make()
  try {
    return use(results)
  } finally {
    for (const tensor of tensor_util.getTensorsInContainer(results as TensorContainer)) {
      if (tensor.id > firstId) tensor.dispose()
    }
  }
}

function requireInputs(inputs: readonly Input[]): void {
  inputs.forEach((input: unknown, i) => {
    if (typeof input === 'number') return
    if (!(input instanceof Tensor)) {
      const got = input === null ? 'null' : Array.isArray(input) ? 'an array' : typeof input
      throw new TypeError(
        `Input ${i} of a compiled function must be a tensor or a number, got ${got}. ` +
          'Pass each tensor of an array or object as an input of its own.',
      )
    }
    if (input.isDisposed) throw new Error(`Input ${i} of a compiled function is disposed.`)
  })
}

/** Inputs of the same key can have the same plan. A variable is used in place, so that it has plans of its own. */
function keyOf(inputs: readonly Input[]): string {
  const keys = inputs.map((input, i) => {
    if (!(input instanceof Tensor)) return 'number'
    if (input instanceof Variable) return `variable ${input.id}`
    const first = inputs.indexOf(input)
    return first < i ? `input ${first}` : `${input.dtype}[${input.shape}]`
  })
  return keys.join()
}
