/**
 * A number on the way from one to another: exactly `from` at the start, exactly `to` at the end, never beyond either,
 * and never turning back while `done` rises and `left` falls.
 *
 * @param done Share of the way behind, in [0, 1]
 * @param left Share of the way ahead: 1 − done, but as exact as it can be had
 */
export function between(from: number, to: number, done: number, left: number): number {
  // Both are sums of positive numbers, so that a small end of a long way is exact as well.
  return from < to ? above(from, to, done) : above(to, from, left)
}

function above(low: number, high: number, share: number): number {
  return share === 1 ? high : Math.min(low + (high - low) * share, high)
}
