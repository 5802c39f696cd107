import { describe, it } from '@jest/globals'
import fc from 'fast-check'
import { expectClose } from '../../../test/expect-close.ts'
import { toDimension } from './dimension.ts'
import type { NumericDimension } from './dimension.ts'
import { bandwidths } from './bandwidths.ts'

const dimension = toDimension({ kind: 'float', low: 0, high: 10, log: false }) as NumericDimension

describe('bandwidths', () => {
  it('are the distances to the farther neighbor or, at the ends, to the only neighbor', () => {
    // Sorted 1, 4, 9; the smallest allowed is 10 / 5.
    expectClose(bandwidths(Float64Array.of(9, 1, 4), dimension), [5, 3, 5], 1e-15)
  })

  it('are the distance to the farther end of the line for a single observation', () => {
    expectClose(bandwidths(Float64Array.of(3), dimension), [7], 1e-15)
  })

  it('are at least a hundredth of the range, or 1 / (n + 2) of it with few observations', () => {
    expectClose(bandwidths(Float64Array.of(5, 5, 5), dimension), [2, 2, 2], 1e-15)
    const many = new Float64Array(200).fill(5)
    expectClose(bandwidths(many, dimension), new Float64Array(200).fill(0.1), 1e-15)
  })

  it('agree with sorting', () => {
    const positions = fc.array(
      fc.oneof(fc.constantFrom(0, 5, 10), fc.double({ min: 0, max: 10, noNaN: true })),
    )
    fc.assert(
      fc.property(positions, (positions) => {
        expectClose(bandwidths(Float64Array.from(positions), dimension), bySorting(positions), 1e-12)
      }),
    )
  })
})

function bySorting(positions: readonly number[]): number[] {
  const count = positions.length
  const order = positions.map((_, index) => index).sort((a, b) => positions[a] - positions[b] || a - b)
  const deviations: number[] = []
  for (const [rank, index] of order.entries()) {
    const left = positions[index] - (rank > 0 ? positions[order[rank - 1]] : 0)
    const right = (rank < count - 1 ? positions[order[rank + 1]] : 10) - positions[index]
    const inner = rank === 0 ? right : rank === count - 1 ? left : Math.max(left, right)
    const distance = count === 1 ? Math.max(left, right) : inner
    deviations[index] = Math.min(Math.max(distance, 10 / Math.min(100, count + 2)), 10)
  }
  return deviations
}
