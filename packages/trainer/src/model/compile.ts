import { backend, tidy, type Tensor, type TensorContainer } from '@tensorflow/tfjs-core'

/** A function of tensors, compiled if the active backend can compile. */
export interface Compiled<Inputs extends Tensor[], Results> {
  /** Calls the function, then `use` with its results, which are valid until `use` returns. */
  call<Value extends TensorContainer>(inputs: Inputs, use: (results: Results) => Value): Value
  /** The reason why the last call ran op by op although the backend can compile; undefined if it did not run op by op. */
  readonly fallback: string | undefined
  /** Signals that JavaScript numbers that the function uses may have changed. */
  revalidate(): void
  dispose(): void
}

/** A backend with a method `compile`, such as @tunekit/tfjs-backend-simd. */
interface CompilingBackend {
  compile?<Inputs extends Tensor[], Results>(
    run: (...inputs: Inputs) => Results,
  ): BackendFunction<Inputs, Results>
}

interface BackendFunction<Inputs extends Tensor[], Results> {
  /** Calls `use` with the results of `run` for these inputs. The function keeps ownership of the results. */
  borrow<Value>(inputs: Inputs, use: (results: Results) => Value): Value
  readonly fallback: string | undefined
  revalidate(): void
  dispose(): void
}

/**
 * Compiles a function with the active backend's method `compile`, if it has one and `isWanted`.
 *
 * @param run A function without side effects
 * @param obstacle A reason not to compile although the backend can
 */
export function compile<Inputs extends Tensor[], Results extends TensorContainer>(
  run: (...inputs: Inputs) => Results,
  isWanted: boolean,
  obstacle?: string,
): Compiled<Inputs, Results> {
  const active = backend() as CompilingBackend
  if (!isWanted || !active.compile) return eager(run)
  if (obstacle !== undefined) return { ...eager(run), fallback: obstacle }
  const compiled = active.compile(run)
  return {
    call: (inputs, use) => compiled.borrow(inputs, use),
    get fallback() {
      return compiled.fallback
    },
    revalidate: () => compiled.revalidate(),
    dispose: () => compiled.dispose(),
  }
}

function eager<Inputs extends Tensor[], Results extends TensorContainer>(
  run: (...inputs: Inputs) => Results,
): Compiled<Inputs, Results> {
  const nothing = (): void => undefined
  return {
    call: (inputs, use) => tidy(() => use(tidy(() => run(...inputs)))),
    fallback: undefined,
    revalidate: nothing,
    dispose: nothing,
  }
}
