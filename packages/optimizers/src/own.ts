import { backend, mul, tidy } from '@tensorflow/tfjs-core'
import type { Variable } from '@tensorflow/tfjs-core'

/** Gives a variable values of its own if it shares them, with a clone for example, so that they may change in place. */
export function own(variable: Variable): void {
  if (backend().refCount(variable.dataId) > 1) tidy(() => variable.assign(mul(variable, 1)))
}
