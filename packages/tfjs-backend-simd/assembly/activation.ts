/** The function that is applied to the sums of a convolution or matrix product before they are stored. */
export const enum Activation {
  LINEAR,
  RELU,
  RELU6,
}

/** The activation of four floats. NaN stays NaN. */
// @inline
export function activate(v: v128, activation: Activation): v128 {
  if (activation == Activation.LINEAR) return v
  const positive = f32x4.pmax(v, f32x4.splat(0))
  return activation == Activation.RELU ? positive : f32x4.pmin(positive, f32x4.splat(6))
}

/** The smallest value of an activation, for {@link clamp}. */
// @inline
export function lowestOf(activation: Activation): v128 {
  return f32x4.splat(activation == Activation.LINEAR ? -Infinity : 0)
}

/** The largest value of an activation, for {@link clamp}. */
// @inline
export function highestOf(activation: Activation): v128 {
  return f32x4.splat(activation == Activation.RELU6 ? 6 : Infinity)
}

/** The activation of four floats, given its smallest and largest value, without a branch. NaN stays NaN. */
// @inline
export function clamp(v: v128, lowest: v128, highest: v128): v128 {
  return f32x4.pmin(f32x4.pmax(v, lowest), highest)
}
