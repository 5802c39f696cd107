import { backend, dispose, keep, tidy, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core'

/** A function of tensors that the active backend runs as fast as it can. */
export interface Compiled<Inputs extends Tensor[]> {
  /** Calls it, and `use` with its results, which are valid until `use` returns. */
  call<Value>(inputs: Inputs, use: (results: NamedTensorMap) => Value): Value
  /** Why the backend ran the last call operation by operation; undefined if it did not, or cannot do otherwise. */
  readonly fallback: string | undefined
  dispose(): void
}

/** What a backend may offer: `compile` of @tunekit/tfjs-backend-simd is an example. */
interface CompilingBackend {
  /** Gives a function of the same results, which belong to it and are valid until its next call. */
  compile?<Inputs extends Tensor[]>(run: (...inputs: Inputs) => NamedTensorMap): BackendFunction<Inputs>
}

interface BackendFunction<Inputs extends Tensor[]> {
  (...inputs: Inputs): NamedTensorMap
  readonly fallback: string | undefined
  dispose(): void
}

/**
 * Compiles a function with the active backend's own method `compile`, if it has one and `isWanted`.
 *
 * @param run A function without other effects than its results
 */
export function compile<Inputs extends Tensor[]>(
  run: (...inputs: Inputs) => NamedTensorMap,
  isWanted: boolean,
): Compiled<Inputs> {
  const compiled = isWanted ? (backend() as CompilingBackend).compile?.(run) : undefined
  if (compiled === undefined) return eager(run)
  return {
    call: (inputs, use) => use(compiled(...inputs)),
    get fallback() {
      return compiled.fallback
    },
    dispose: () => compiled.dispose(),
  }
}

function eager<Inputs extends Tensor[]>(run: (...inputs: Inputs) => NamedTensorMap): Compiled<Inputs> {
  return {
    call(inputs, use) {
      const results = tidy(() => run(...inputs))
      for (const tensor of Object.values(results)) keep(tensor)
      try {
        return use(results)
      } finally {
        dispose(results)
      }
    },
    fallback: undefined,
    dispose: () => undefined,
  }
}
