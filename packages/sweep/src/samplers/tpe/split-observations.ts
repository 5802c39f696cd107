import type { Observation } from '../../study/observation.ts'
import type { Direction } from '../../study/direction.ts'

/** The indices of good and of other observations, in ascending order. */
export interface Split {
  /** The good observations, from which l(x) is estimated. */
  readonly below: readonly number[]
  /** All other observations, from which g(x) is estimated. */
  readonly above: readonly number[]
}

/**
 * Splits observations into the good ones and the others.
 *
 * The good observations are the best complete observations and, if there are too few of these, pruned observations with the largest
 * last step and, among equal steps, the best value there. Running observations are never good (the "constant liar", which keeps
 * parallel trials apart). NaN is worst. `_split_trials` of Optuna 5 (`optuna/samplers/_tpe/sampler.py`).
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
  const best = [...complete, ...pruned].slice(0, gamma(complete.length + pruned.length))
  const isBelow = new Uint8Array(observations.length)
  for (const index of best) isBelow[index] = 1
  const indices = observations.map((_, index) => index)
  return {
    below: indices.filter((index) => isBelow[index]),
    above: indices.filter((index) => !isBelow[index]),
  }
}

/**
 * Returns the number of good observations among `finished` observations: a tenth, rounded up, but at most 25.
 *
 * `default_gamma` of Optuna 5 (`optuna/samplers/_tpe/sampler.py`).
 */
export function gamma(finished: number): number {
  return Math.min(Math.ceil(0.1 * finished), 25)
}

/** Returns the indices of the observations in a state, by ascending scores. Of equal observations, the older comes first. */
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
