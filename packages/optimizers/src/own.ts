import { backend, mul, tidy } from '@tensorflow/tfjs-core'
import type { Variable } from '@tensorflow/tfjs-core'

/** Gives variables values of their own if they share them, with clones for example, so that they may change in place. */
export function own(variables: readonly Variable[]): void {
  const active = backend()
  for (const variable of variables) {
    if (active.refCount(variable.dataId) > 1) tidy(() => variable.assign(mul(variable, 1)))
  }
}
