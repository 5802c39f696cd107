import { describe, expect, it } from '@jest/globals'
import { expectClose } from '../../../test/expect-close.ts'
import { tpeVectors } from '../../../test/tpe-vectors.ts'
import { kernelWeights } from './kernel-weights.ts'

describe('kernelWeights', () => {
  it.each(tpeVectors.weights.filter(([count]) => count > 0))(
    'has the proportions of Optuna for %d observations',
    (count, expected) => {
      const weights = kernelWeights(count, 1)
      expectClose(
        weights.map((weight) => weight / weights[count]),
        [...expected, 1],
        1e-13,
      )
    },
  )

  it('sum to 1, and the prior has its own weight', () => {
    const weights = kernelWeights(30, 2.5)
    expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 14)
    expect(weights[30] / weights[29]).toBeCloseTo(2.5, 14)
  })

  it('are the prior alone without observations, whatever its weight', () => {
    expect([...kernelWeights(0, 0.1)]).toEqual([1])
  })
})
