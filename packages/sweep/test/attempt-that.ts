import type { Attempt } from '../src/executors/executor.ts'
import type { Behaviour } from './conformance-objective.ts'

let started = 0

/** An attempt at `conformance-objective.ts` with a lease of its own. */
export function attemptThat(does: Behaviour, more: Partial<Attempt> = {}): Attempt {
  const lease = `lease ${++started}`
  return { trial: 4, attempt: 1, lease, configuration: { does }, seed: 11, ...more }
}
