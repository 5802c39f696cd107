import { describe, expect, it } from '@jest/globals'
import { biasCorrection } from './running-mean.ts'

describe('biasCorrection', () => {
  it('is 1 − βᵗ', () => {
    expect([1, 2, 3, 10].map((t) => biasCorrection(0.5, t))).toEqual([0.5, 0.75, 0.875, 1 - 2 ** -10])
  })
})
