import { engine, Tensor, tensor_util, Variable } from '@tensorflow/tfjs-core'
import type { TensorContainer } from '@tensorflow/tfjs-core'
import type { NativeTensors } from '../native/native-tensors.ts'
import type { Plan } from './plan.ts'
import { CAPTURED_INPUT, capturesInput, PROMISE_MESSAGE, record, runEagerly } from './record.ts'
import type { Input, TensorFunction } from './record.ts'
import { newTensorId } from './recording.ts'
import { RecentSchedules } from './recent-schedules.ts'
import type { ReplaySchedule } from './replay-schedule.ts'

/**
 * A function of tensors, compiled by `SimdBackend.compile`: most calls replay recorded operations and run none of the
 * function's own code.
 */
export interface CompiledFunction<Inputs extends Tensor[], Results> {
  /**
   * Calls the function.
   *
   * @param inputs Tensors, or numbers, each of which becomes a float32 scalar
   * @returns What the function returns. The caller owns its tensors, as if `tf.tidy` had called the function
   * @throws {TypeError} If an input is neither a tensor nor a number, or the function returns a promise
   * @throws {Error} If an input is disposed
   * @throws Whatever the function throws
   */
  (...inputs: TensorsOrNumbers<Inputs>): Results
  /**
   * Calls the function, then `use` with the results, which are disposed when `use` returns: clone a tensor to keep it.
   * Borrowed results are faster, since a replay does not copy them.
   *
   * @returns What `use` returns
   */
  borrow<Value>(inputs: TensorsOrNumbers<Inputs>, use: (results: Results) => Value): Value
  /**
   * Why the last call ran the function's own code; undefined if the call was a replay, or ran the code only to record it.
   * After a problem, the reason stays until calls are replayed again.
   */
  readonly fallback: string | undefined
  /**
   * Announces that JavaScript numbers that the function uses may have changed. The next two calls record the function
   * again. If the function does what it did before, later calls replay the old recording, otherwise the new one.
   */
  revalidate(): void
  /** Frees the memory of all recordings. The function may still be called; its next call is then recorded as its first. */
  dispose(): void
}

/** The arguments of a compiled function: for each input, a tensor, or a number in place of a scalar. */
export type TensorsOrNumbers<Inputs extends Tensor[]> = { [Index in keyof Inputs]: Inputs[Index] | number }

/** Compiles a function of tensors for a backend; see `SimdBackend.compile`. */
export function compileFunction<Inputs extends Tensor[], Results>(
  backend: NativeTensors,
  run: (...inputs: Inputs) => Results,
): CompiledFunction<Inputs, Results> {
  if (run.constructor.name === 'AsyncFunction') throw new TypeError(PROMISE_MESSAGE)
  const schedules = new RecentSchedules(backend)
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
    revalidate: () => schedules.revalidate(),
    dispose: () => schedules.dispose(),
  }) as unknown as CompiledFunction<Inputs, Results>

  /** The plan to replay; undefined if this call must run the function's own code. */
  function findPlan(inputs: readonly Input[]): Plan | undefined {
    requireInputs(inputs)
    fallback = undefined
    if (backend.recorder || obstacleTo(inputs) !== undefined) return undefined
    const key = keyOf(inputs)
    const schedule = schedules.find(key)
    const plan = schedule?.plan
    if (!schedule || !plan || plan.isBorrowed || capturesInput(plan.trace, inputs)) return undefined
    if (!plan.isUsable()) {
      schedule.dropPlan()
      return undefined
    }
    if (!schedule.takeReplay()) return undefined
    schedules.markUsed(key, schedule)
    return plan
  }

  /** Runs the function's own code, and records it if a recording is due. */
  function callFunction(inputs: readonly Input[]): unknown {
    // Within a recording, the call is a part of the function that is being recorded.
    if (backend.recorder) return runEagerly(inputs, run as TensorFunction)
    const obstacle = obstacleTo(inputs)
    if (obstacle !== undefined) return fallBack(obstacle, inputs)
    const schedule = schedules.findOrCreate(keyOf(inputs))
    const { plan } = schedule
    if (plan?.isBorrowed) return fallBack('it is called while its results are borrowed', inputs)
    if (plan && capturesInput(plan.trace, inputs)) return fallBack(CAPTURED_INPUT, inputs)
    if (schedule.takeEagerCall()) return fallBack(schedule.problem!, inputs)
    return recordCall(schedule, inputs)
  }

  function fallBack(reason: string, inputs: readonly Input[]): unknown {
    fallback = reason
    return runEagerly(inputs, run as TensorFunction)
  }

  /** Why a call can be neither recorded nor replayed; undefined if it can. */
  function obstacleTo(inputs: readonly Input[]): string | undefined {
    if (engine().backend !== backend) return 'its backend is not the active one'
    if (engine().state.gradientDepth > 0) return 'a gradient is being taken of the code that calls it'
    const unsupported = inputs.find((input) => {
      return input instanceof Tensor && (input.dtype === 'string' || input.dtype === 'complex64')
    }) as Tensor | undefined
    return unsupported && `an input is ${unsupported.dtype}`
  }

  function recordCall(schedule: ReplaySchedule, inputs: readonly Input[]): unknown {
    fallback = schedule.problem
    const recorded = record(backend, inputs, run as TensorFunction)
    const isDropped = !schedules.has(schedule) // if the function has called its own `dispose`
    if (isDropped && recorded.problem === undefined) recorded.trace.arena.close()
    else schedule.add(recorded)
    fallback = schedule.problem
    return recorded.returned
  }
}

/** Calls `use` with results that are disposed when `use` returns. */
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

/** A key that is equal for inputs that may have the same plan. A variable is used in place, so each has its own key. */
function keyOf(inputs: readonly Input[]): string {
  const keys = inputs.map((input, i) => {
    if (!(input instanceof Tensor)) return 'number'
    if (input instanceof Variable) return `variable ${input.id}`
    const first = inputs.indexOf(input)
    return first < i ? `input ${first}` : `${input.dtype}[${input.shape}]`
  })
  return keys.join()
}
