import type { Observation } from '../../study/observation.ts'
import type { Direction } from '../../study/direction.ts'
import { belowCount } from './below-count.ts'

/** Indices of observations, ascending. */
export interface Split {
  /** The good ones. */
  readonly below: readonly number[]
  /** All others. */
  readonly above: readonly number[]
}

/**
 * Tells the good observations from the others.
 *
 * The good ones are the best of the complete; if there are too few of those, pruned ones, which went far before they went
 * well: by their last step, then by what they reported there. Running ones are never good (the "constant liar", which
 * keeps parallel trials apart). NaN is worst. `_split_trials` of Optuna 5 (`optuna/samplers/_tpe/sampler.py`).
 *
 * @param observations Complete, pruned or running, in the order of numbers
 */
export function splitObservations(observations: readonly Observation[], direction: Direction): Split {
  const sign = direction === 'minimize' ? 1 : -1
  const complete = ranked(observations, 'complete', ({ value = NaN }) => [sign * value])
  const pruned = ranked(observations, 'pruned', ({ intermediate }) => {
    const last = intermediate.stepAt(-1)
    return last === undefined ? [1, 0] : [-last, sign * intermediate.valueAt(-1)!]
  })
  const best = [...complete, ...pruned].slice(0, belowCount(complete.length + pruned.length))
  const isBelow = new Uint8Array(observations.length)
  for (const index of best) isBelow[index] = 1
  const indices = observations.map((_, index) => index)
  return {
    below: indices.filter((index) => isBelow[index]),
    above: indices.filter((index) => !isBelow[index]),
  }
}

/** The indices of the observations in one state, by ascending scores; of equal ones, the older comes first. */
function ranked(
  observations: readonly Observation[],
  state: Observation['state'],
  score: (observation: Observation) => readonly number[],
): number[] {
  return observations
    .flatMap((observation, index) =>
      observation.state === state ? [{ index, scores: score(observation) }] : [],
    )
    .sort((a, b) => compare(a.scores, b.scores))
    .map(({ index }) => index)
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, left] of a.entries()) {
    const x = Number.isNaN(left) ? Infinity : left
    const y = Number.isNaN(b[index]) ? Infinity : b[index]
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}
