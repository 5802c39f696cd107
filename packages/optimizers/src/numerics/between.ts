/**
 * Interpolates between two numbers: exactly `from` at the start, exactly `to` at the end, always between both, and
 * monotonic as `done` rises and `left` falls.
 *
 * @param done The fraction of the way that is done, in [0, 1]
 * @param left The fraction of the way that is left: 1 − done, without the rounding error of the difference
 */
export function between(from: number, to: number, done: number, left: number): number {
  // Both sums start from the smaller number, so that a small end of a long way is exact too.
  return from < to ? interpolate(from, to, done) : interpolate(to, from, left)
}

function interpolate(low: number, high: number, share: number): number {
  return share === 1 ? high : Math.min(low + (high - low) * share, high)
}
