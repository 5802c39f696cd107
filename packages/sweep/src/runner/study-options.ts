import type { Journal } from '../journal/journal.ts'
import type { Space } from '../parameters/space.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { deriveSeed } from '../random-stream.ts'
import { endsByItself } from '../samplers/sampler.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { Direction } from '../study/direction.ts'

export interface StudyOptions<S extends Space = Space> {
  /** What to search. */
  readonly space: S
  readonly sampler: Sampler
  readonly direction: Direction
  /** Ends bad trials early. Default: none. */
  readonly pruner?: Pruner
  /**
   * How many trials to run, exactly. Default: as many as the journal says, else all that the sampler has, times repeats; a
   * sampler that never ends, or has more than a million, needs a number.
   */
  readonly trials?: number
  /**
   * Seeds that every configuration runs with, one trial each: so that configurations differ in nothing else (common
   * random numbers). A number stands for that many, derived from the study's seed. Default: one trial a configuration,
   * each with a seed of its own.
   */
  readonly repeats?: number | readonly number[]
  /** Decides everything random. Default: 0. */
  readonly seed?: number
  /**
   * Whether trials do not depend on how many workers run them. What is decided of a trial, its parameters and whether it
   * is pruned, depends on trials up to `lag` before it, and nothing else; so at most `lag` run at a time.
   * Otherwise on everything known at that moment. Default: true.
   */
  readonly deterministic?: boolean
  /**
   * How far before a trial those lie that decisions about it depend on, if `deterministic`: an integer from 1, and the
   * largest number of trials that run at a time. Neither matters if the sampler and the pruner do not look back at what
   * became of other trials (random, Sobol, grid and list samplers; no pruner, or one that judges a trial by itself).
   * Default: 4.
   */
  readonly lag?: number
  /** What the value is, for those who read the journal. Default: none. */
  readonly metric?: string
  /** Default: 'study'. */
  readonly name?: string
  /** Where it is kept. One that holds a study of that name already is continued. Default: in memory. */
  readonly journal?: Journal
  /** Is given sentences about what was ignored, such as a step that was reported twice. Default: `console.warn`. */
  readonly warn?: (sentence: string) => void
  /** Tells the time, which nothing depends on. Default: the system clock. */
  readonly clock?: () => Date
}

/**
 * The seeds that every configuration runs with; null if every trial has one of its own.
 *
 * @throws {RangeError} If there is none
 */
export function seedsOf(repeats: StudyOptions['repeats'], seed: number): readonly number[] | null {
  if (repeats === undefined) return null
  if (typeof repeats !== 'number') {
    if (repeats.length > 0 && repeats.every(Number.isSafeInteger)) return repeats
    throw new RangeError(`\`repeats\` must be one or more integers, got [${repeats.join(', ')}].`)
  }
  if (!Number.isSafeInteger(repeats) || repeats < 1) {
    throw new RangeError(`\`repeats\` must be an integer from 1, or a list of seeds, got ${repeats}.`)
  }
  return Array.from({ length: repeats }, (_, repeat) => deriveSeed('repeat', seed, repeat))
}

/** What is run only if it is said: nobody has the time for more. */
const MOST_TRIALS = 1e6

function thousands(count: number): string {
  return count < 1e15 ? count.toLocaleString('en-US') : count.toPrecision(3)
}

/**
 * How many trials a study has; undefined if only its sampler will know.
 *
 * @throws {RangeError} If that is not said, and the sampler has none or more than a million
 */
export function countTrials(
  { trials, sampler, space }: Pick<StudyOptions, 'trials' | 'sampler' | 'space'>,
  repeats: number,
): number | undefined {
  const configurations = sampler.count?.(space)
  if (trials === undefined) {
    if (configurations !== undefined && configurations * repeats <= MOST_TRIALS)
      return configurations * repeats
    if (configurations !== undefined) {
      throw new RangeError(
        `Sampler ${sampler.name} has ${thousands(configurations)} configurations here, more than a study can run: ` +
          'say how many `trials` to run, or give parameters fewer values.',
      )
    }
    if (endsByItself(sampler)) return undefined
    throw new RangeError(`Sampler ${sampler.name} never ends: say how many \`trials\` to run.`)
  }
  if (!Number.isSafeInteger(trials) || trials < 0) {
    throw new RangeError(`\`trials\` must be an integer from 0, got ${trials}.`)
  }
  return Math.min(trials, (configurations ?? Infinity) * repeats)
}
