const fullWeights = 25

/**
 * The weights of the observations' kernels, oldest first, then of the prior's kernel; they sum to 1.
 *
 * The newest 25 observations have the same weight; the weights of older ones fall evenly to 1/n of it at the oldest:
 * `default_weights` of Optuna 5 (`optuna/samplers/_tpe/sampler.py`). Without observations, the prior has weight 1.
 *
 * @param priorWeight The weight of the prior, in units of a new observation's
 */
export function kernelWeights(observations: number, priorWeight: number): Float64Array {
  if (observations === 0) return Float64Array.of(1)
  const weights = new Float64Array(observations + 1).fill(1)
  const ramp = observations - fullWeights
  const oldest = 1 / observations
  for (let index = 0; index < ramp; index++) {
    weights[index] = ramp === 1 ? oldest : oldest + (index * (1 - oldest)) / (ramp - 1)
  }
  weights[observations] = priorWeight
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}
