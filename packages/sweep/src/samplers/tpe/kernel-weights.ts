const fullWeights = 25

/**
 * Returns the weights of the observations' kernels, oldest first, then of the prior's kernel. They sum to 1.
 *
 * The newest 25 observations have the same weight; the weights of older observations decrease linearly to 1/n of this weight:
 * `default_weights` of Optuna 5 (`optuna/samplers/_tpe/sampler.py`). Without observations, the prior has weight 1.
 *
 * @param priorWeight The weight of the prior relative to the weight of a new observation
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
