import { engine, mul, tidy } from '@tensorflow/tfjs-core'
import type { Variable } from '@tensorflow/tfjs-core'

/** Gives variables values of their own if they share them, with clones for example, so that they may change in place. */
export function own(variables: readonly Variable[]): void {
  const { tensorInfo } = engine().state
  for (const variable of variables) {
    // Not the active backend: it does not know yet who shares the values of a variable that another one made.
    const backend = tensorInfo.get(variable.dataId)?.backend
    if (backend && backend.refCount(variable.dataId) > 1) tidy(() => variable.assign(mul(variable, 1)))
  }
}
