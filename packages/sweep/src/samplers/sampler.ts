import type { Random } from '@tunekit/random-stream'
import type { Configuration, Space } from '../parameters/space.ts'
import type { Direction } from '../study/direction.ts'
import type { Observation } from '../study/observation.ts'

/** Everything that a proposal may depend on. */
export interface SamplerContext {
  readonly space: Space
  readonly direction: Direction
  /** The number of the configuration to propose, from 0. */
  readonly number: number
  /** The random stream of this configuration number. */
  readonly random: Random
  /** Creates a random stream that is the same for every number, for decisions made once in a study, such as a scrambling. */
  readonly studyRandom: () => Random
  /**
   * Every earlier configuration, in order. If the pruner has brackets, a sampler that never ends sees only the configurations
   * of the same bracket.
   */
  readonly history: readonly Observation[]
}

/**
 * A sampler proposes configurations. Each proposal is a function of the context alone: a sampler has no memory, so a study resumes
 * exactly from its journal.
 */
export interface Sampler {
  /** The name of the sampler, stored in the journal. */
  readonly name: string
  /** All options with defaults filled in, as plain JSON. */
  readonly options: Readonly<Record<string, unknown>>
  /**
   * Proposes the next configuration.
   *
   * @returns A configuration; 'wait' if the proposal depends on running trials (the sampler is called again when no trial runs, and
   *   must not return 'wait' then); 'done' if no configuration is left
   * @throws {RangeError} If the sampler does not support the space
   */
  propose(context: SamplerContext): Configuration | 'wait' | 'done'
  /** Returns the number of configurations that the sampler proposes in a space; absent if the number is not known beforehand. */
  count?(space: Space): number
  /** Whether the sampler runs out of configurations. Default: whether it has `count`. */
  readonly ends?: boolean
  /**
   * Whether proposals depend on the results of earlier configurations (their states, values or reports), not only on their
   * parameters. If false, any number of trials may run at a time. Default true.
   */
  readonly looksBack?: boolean
  /**
   * Options that an earlier version of the sampler did not have, each with the value that reproduces the earlier version. A study
   * that was started with the earlier version continues only with these values. Default: none.
   */
  readonly addedOptions?: Readonly<Record<string, unknown>>
}

/**
 * Whether a sampler runs out of configurations. Other samplers propose without end, so their study needs a number of trials.
 *
 * @example
 * endsByItself(gridSampler()) // true
 * endsByItself(randomSampler()) // false
 */
export function endsByItself({ ends, count }: Sampler): boolean {
  return ends ?? count !== undefined
}
