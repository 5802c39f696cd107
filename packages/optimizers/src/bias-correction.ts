/**
 * Makes the function t ↦ 1 − βᵗ, by which a mean of t values that started from 0 is too small.
 *
 * βᵗ is multiplied up from t = 1 in float64, one factor a step: every engine gives the same bits, which `**` does not
 * promise, and so does an optimizer that resumes at t.
 */
export function biasCorrection(beta: number): (t: number) => number {
  let step = 0
  let power = 1
  return (t) => {
    if (t < step) {
      step = 0
      power = 1
    }
    for (; step < t; step++) power *= beta
    return 1 - power
  }
}
