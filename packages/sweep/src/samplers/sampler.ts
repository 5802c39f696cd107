import type { Random } from '@tunekit/random-stream'
import type { Configuration, Space } from '../parameters/space.ts'
import type { Direction } from '../study/direction.ts'
import type { Observation } from '../study/observation.ts'

export interface SamplerContext {
  readonly space: Space
  readonly direction: Direction
  /** Of the configuration to propose. */
  readonly number: number
  /** A stream of its own for this number. */
  readonly random: Random
  /** A stream of the study, the same for every number: for what is decided once, such as a scrambling. */
  readonly studyRandom: () => Random
  /** Every configuration before, in order; to a sampler that never ends, of the same bracket if the pruner has such. */
  readonly history: readonly Observation[]
}

/**
 * Proposes configurations. What it proposes is a function of the context alone: a sampler has no memory,
 * hence a study resumes exactly from what its journal says.
 */
export interface Sampler {
  readonly name: string
  /** Everything it was made with, defaults filled in: plain JSON. */
  readonly options: Readonly<Record<string, unknown>>
  /**
   * @returns The next configuration; 'wait' if it depends on trials that still run (asked again when none
   *   does, and must answer otherwise then); 'done' if there is none left
   * @throws {RangeError} If it cannot deal with the space
   */
  propose(context: SamplerContext): Configuration | 'wait' | 'done'
  /** How many configurations it proposes in a space, if that is known beforehand. */
  count?(space: Space): number
  /** Whether it comes to an end by itself, even if nobody knows when. Default: if it has `count`. */
  readonly ends?: boolean
  /**
   * Whether proposals depend on what became of configurations before: on their states, values or reports, and not only on
   * what they are. Without, any number of trials may run at a time. Default: true.
   */
  readonly looksBack?: boolean
  /**
   * Options that it did not have in an earlier version, each with the value that does what that version did: a study that
   * began with that version goes on with these values, and no other. Default: none.
   */
  readonly addedOptions?: Readonly<Record<string, unknown>>
}

/**
 * Whether a sampler runs out of configurations by itself. Other samplers propose for as long as they are asked, so a study needs
 * a number of trials.
 *
 * @example
 * endsByItself(gridSampler()) // true
 * endsByItself(randomSampler()) // false
 */
export function endsByItself({ ends, count }: Sampler): boolean {
  return ends ?? count !== undefined
}
