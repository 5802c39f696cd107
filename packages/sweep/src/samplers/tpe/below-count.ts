/**
 * How many of `finished` trials count as good: a tenth, rounded up, but no more than 25.
 *
 * `default_gamma` of Optuna 5 (`optuna/samplers/_tpe/sampler.py`).
 */
export function belowCount(finished: number): number {
  return Math.min(Math.ceil(0.1 * finished), 25)
}
