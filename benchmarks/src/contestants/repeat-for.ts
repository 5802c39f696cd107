import type { Slice } from '../harness/protocol.ts'

/**
 * Repeats work for at least a number of seconds, and at least once.
 *
 * @param work Does some work, and returns the amount of work
 */
export function repeatFor(seconds: number, work: () => number): Slice {
  const start = performance.now()
  let amount = 0
  let elapsed: number
  do {
    amount += work()
    elapsed = (performance.now() - start) / 1000
  } while (elapsed < seconds)
  return { amount, seconds: elapsed }
}
