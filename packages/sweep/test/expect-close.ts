import { expect } from '@jest/globals'

/** Expects numbers whose error is at most `tolerance`, relative to large expected numbers and absolute for small ones. */
export function expectClose(
  received: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  expect(received.length).toBe(expected.length)
  for (const [index, value] of Array.from(expected).entries()) {
    const slack = tolerance * Math.max(1, Math.abs(value))
    if (received[index] === value || Math.abs(received[index] - value) <= slack) continue
    throw new Error(`Number ${index} is off: expected ${value} ± ${slack}, got ${received[index]}.`)
  }
}
