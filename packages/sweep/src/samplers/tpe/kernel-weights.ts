const fullWeights = 25

/**
 * How much each observation counts, oldest first, then the prior; they sum to 1.
 *
 * The newest 25 observations count 1, those before from 1/n (the oldest) to 1, evenly: `default_weights` of Optuna 5
 * (`optuna/samplers/_tpe/sampler.py`). Without observations, the prior is all there is.
 *
 * @param priorWeight Of the prior, in units of one new observation
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
