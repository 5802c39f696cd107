import { checkConfiguration } from '../parameters/check-configuration.ts'
import type { Configuration, Space } from '../parameters/space.ts'
import { firstUnattempted } from './first-unattempted.ts'
import type { Sampler } from './sampler.ts'

/**
 * Proposes the given configurations, in order. A configuration that is listed twice is proposed twice.
 *
 * @param configurations One or more configurations
 * @throws {RangeError} If the list is empty. From `propose()`: if a configuration is not a point of the space
 *
 * @example
 * listSampler([{ optimizer: 'sgd', rate: 0.1 }, { optimizer: 'adam', rate: 1e-3 }])
 */
export function listSampler(
  configurations: readonly Configuration[],
): Sampler & Required<Pick<Sampler, 'count'>> {
  if (configurations.length === 0) {
    throw new RangeError('`configurations` is empty: a list needs at least one configuration.')
  }
  const checked = new WeakSet<Space>()
  return {
    name: 'list',
    looksBack: false,
    options: { configurations },
    propose({ space, history }) {
      if (!checked.has(space)) checkAll(space, configurations)
      checked.add(space)
      return firstUnattempted(configurations, history)
    },
    count: () => configurations.length,
  }
}

function checkAll(space: Space, configurations: readonly Configuration[]): void {
  for (const [index, configuration] of configurations.entries()) {
    try {
      checkConfiguration(space, configuration)
    } catch (cause) {
      throw new RangeError(`\`configurations[${index}]\`: ${(cause as Error).message}`, { cause })
    }
  }
}
