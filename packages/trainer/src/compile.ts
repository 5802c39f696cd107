import { backend, tidy, type Tensor, type TensorContainer } from '@tensorflow/tfjs-core'

/** A function of tensors that the active backend runs as fast as it can. */
export interface Compiled<Inputs extends Tensor[], Results> {
  /** Calls it, and `use` with its results, which are valid until `use` returns. */
  call<Value extends TensorContainer>(inputs: Inputs, use: (results: Results) => Value): Value
  /** Why the backend ran the last call operation by operation; undefined if it did not, or cannot do otherwise. */
  readonly fallback: string | undefined
  /** Says that numbers of JavaScript which the function uses may have changed. */
  revalidate(): void
  dispose(): void
}

/** What a backend may offer: `compile` of @tunekit/tfjs-backend-simd is an example. */
interface CompilingBackend {
  compile?<Inputs extends Tensor[], Results>(
    run: (...inputs: Inputs) => Results,
  ): BackendFunction<Inputs, Results>
}

interface BackendFunction<Inputs extends Tensor[], Results> {
  /** Calls `use` with the results that `run` has for these inputs. They belong to the function afterwards. */
  borrow<Value>(inputs: Inputs, use: (results: Results) => Value): Value
  readonly fallback: string | undefined
  revalidate(): void
  dispose(): void
}

/**
 * Compiles a function with the active backend's own method `compile`, if it has one and `isWanted`.
 *
 * @param run A function without other effects than its results
 * @param obstacle Why it is not compiled though it could be
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
