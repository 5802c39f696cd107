import { deriveSeed } from '@tunekit/random-stream'
import type { Journal } from '../journal/journal.ts'
import { checkInteger } from '../parameters/check.ts'
import { checkSpace } from '../parameters/check-space.ts'
import type { Space } from '../parameters/space.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { endsByItself } from '../samplers/sampler.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { Direction } from '../study/direction.ts'
import type { StudyDefinition } from '../study/study-record.ts'

/** Options of `createStudy()`. */
export interface StudyOptions<S extends Space = Space> {
  /** The parameters to search, by name. */
  readonly space: S
  /** The sampler, which proposes configurations. */
  readonly sampler: Sampler
  /** Whether small or large values are better. */
  readonly direction: Direction
  /** The pruner, which ends bad trials early. Default: none. */
  readonly pruner?: Pruner
  /**
   * The number of trials. Default: the number in the journal, or else one trial for each configuration of the sampler and each
   * repeat. Required if the sampler never ends or has more than a million configurations.
   */
  readonly trials?: number
  /**
   * The seeds of each configuration's trials. All configurations have the same seeds (common random numbers). A number stands for that
   * many seeds, derived from the study's seed. Default: one trial for each configuration, each with its own seed.
   */
  readonly repeats?: number | readonly number[]
  /** The seed of all randomness in the study. Default 0. */
  readonly seed?: number
  /**
   * Whether the study is independent of the number of workers. If true, the parameters of a trial, and whether the trial is pruned,
   * depend only on trials at least `lag` before it, so at most `lag` trials run at a time. If false, decisions depend on all results
   * known at that moment. Default true.
   */
  readonly deterministic?: boolean
  /**
   * With `deterministic`, the distance in trials to the latest trial on which a decision may depend: a positive integer, which is also
   * the largest number of trials that run at a time. It has no effect if neither the sampler nor the pruner depends on the results of
   * other trials (random, Sobol, grid, list and one-factor-at-a-time samplers; no pruner, or a pruner that judges each trial alone).
   * Default 4.
   */
  readonly lag?: number
  /** The name of the value, stored in the journal. Default: none. */
  readonly metric?: string
  /** The name of the study. Default 'study'. */
  readonly name?: string
  /** The journal that stores the study. If it already contains a study of this name, that study continues. Default: in memory. */
  readonly journal?: Journal
  /** Called with a sentence about input that was ignored, such as a step that was reported twice. Default `console.warn`. */
  readonly warn?: (sentence: string) => void
  /** Returns the current time. No decision depends on it. Default: the system clock. */
  readonly clock?: () => Date
}

/**
 * Returns the definition of a study, as its journal stores it.
 *
 * @throws {RangeError} If the space or an option is invalid
 */
export function defineStudy(options: StudyOptions): StudyDefinition {
  const { space, sampler, pruner, repeats, seed = 0, lag = 4, deterministic = true } = options
  checkSpace(space)
  checkInteger('lag', lag, 1)
  return {
    space,
    sampler: { name: sampler.name, ...sampler.options },
    pruner: pruner ? { name: pruner.name, ...pruner.options } : null,
    seed,
    seeds: seedsOf(repeats, seed),
    lag,
    deterministic,
  }
}

/** Returns the seeds of each configuration's repeats; null if every trial has its own seed. */
function seedsOf(repeats: StudyOptions['repeats'], seed: number): readonly number[] | null {
  if (repeats === undefined) return null
  if (typeof repeats !== 'number') {
    if (repeats.length > 0 && repeats.every(Number.isSafeInteger)) return repeats
    throw new RangeError(`\`repeats\` must be one or more integers, got [${repeats.join(', ')}].`)
  }
  if (!Number.isSafeInteger(repeats) || repeats < 1) {
    throw new RangeError(`\`repeats\` must be a positive integer or a list of seeds, got ${repeats}.`)
  }
  return Array.from({ length: repeats }, (_, repeat) => deriveSeed('repeat', seed, repeat))
}

/** The largest number of trials without the option `trials`. */
const mostTrials = 1e6

/**
 * Returns the number of trials of a study; `undefined` if it depends on the sampler's proposals.
 *
 * @throws {RangeError} If `trials` is missing and the sampler never ends or has more than a million configurations
 */
export function countTrials(
  { trials, sampler, space }: Pick<StudyOptions, 'trials' | 'sampler' | 'space'>,
  repeats: number,
): number | undefined {
  const configurations = sampler.count?.(space)
  if (trials !== undefined) {
    checkInteger('trials', trials, 0)
    return Math.min(trials, (configurations ?? Infinity) * repeats)
  }
  if (configurations !== undefined) {
    if (configurations * repeats <= mostTrials) return configurations * repeats
    throw new RangeError(
      `Sampler ${sampler.name} has ${thousands(configurations)} configurations here, more than a study can run: ` +
        'set the number of `trials`, or reduce the number of values of the parameters.',
    )
  }
  if (endsByItself(sampler)) return undefined
  throw new RangeError(`Sampler ${sampler.name} never ends: set the number of \`trials\`.`)
}

function thousands(count: number): string {
  return count < 1e15 ? count.toLocaleString('en-US') : count.toPrecision(3)
}
