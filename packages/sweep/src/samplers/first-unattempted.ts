import type { Configuration } from '../parameters/space.ts'
import { configurationKey } from '../parameters/configuration-key.ts'
import type { Observation } from '../study/observation.ts'

/**
 * Returns the first configuration of a plan that was not proposed yet, whatever the results of the earlier configurations. A
 * configuration that is planned twice is proposed twice.
 */
export function firstUnattempted(
  plan: readonly Configuration[],
  history: readonly Observation[],
): Configuration | 'done' {
  const attempts = new Map<string, number>()
  for (const { configuration } of history) {
    const key = configurationKey(configuration)
    attempts.set(key, (attempts.get(key) ?? 0) + 1)
  }
  for (const configuration of plan) {
    const key = configurationKey(configuration)
    const left = attempts.get(key) ?? 0
    if (left === 0) return configuration
    attempts.set(key, left - 1)
  }
  return 'done'
}
