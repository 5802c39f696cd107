import type { Attempt } from '../src/executors/executor.ts'
import type { Behavior } from './conformance-objective.ts'

let started = 0

/** Creates an attempt for `conformance-objective.ts`, with its own lease. */
export function attemptThat(does: Behavior, more: Partial<Attempt> = {}): Attempt {
  const lease = `lease ${++started}`
  return { trial: 4, attempt: 1, lease, configuration: { does }, seed: 11, ...more }
}
