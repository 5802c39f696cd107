import type { Random } from '../random-stream.ts'
import { logGamma } from './log-gamma.ts'

/** The chances of 0, at most 1, …, at most `trials` successes. */
export function binomialTable(trials: number, probability: number): Float64Array {
  const table = new Float64Array(trials + 1)
  let sum = 0
  for (let successes = 0; successes <= trials; successes++) {
    sum += chance(successes, trials, probability)
    table[successes] = sum
  }
  return table
}

/** The number of successes that a uniform number falls on. */
export function drawFrom(table: Float64Array, random: Random): number {
  const uniform = random()
  let low = 0
  let high = table.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (table[middle] > uniform) high = middle
    else low = middle + 1
  }
  return low
}

function chance(successes: number, trials: number, probability: number): number {
  if (probability === 0) return successes === 0 ? 1 : 0
  if (probability === 1) return successes === trials ? 1 : 0
  const failures = trials - successes
  const ways = logGamma(trials + 1) - logGamma(successes + 1) - logGamma(failures + 1)
  return Math.exp(ways + successes * Math.log(probability) + failures * Math.log1p(-probability))
}
