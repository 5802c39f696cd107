import { describe, expect, it } from '@jest/globals'
import { isPercentage } from './value-form.ts'

describe('isPercentage', () => {
  it('is true for accuracies that are fractions', () => {
    expect(isPercentage('validation.accuracy', [0, 0.5, 1, NaN, undefined])).toBe(true)
    expect(isPercentage('Accuracy', [])).toBe(true)
  })

  it('is false for accuracies that are not fractions, and for other metrics', () => {
    expect(isPercentage('accuracy', [0.5, 93.6])).toBe(false)
    expect(isPercentage('accuracy', [-0.5])).toBe(false)
    expect(isPercentage('accuracy loss', [0.5])).toBe(false)
  })
})
