/** The argument in [−40, 40] at which an increasing function is `y`, by bisection. */
export function inverse(increasing: (x: number) => number, y: number): number {
  let [low, high] = [-40, 40]
  for (let halving = 0; halving < 100; halving++) {
    const middle = (low + high) / 2
    if (increasing(middle) < y) low = middle
    else high = middle
  }
  return low
}
