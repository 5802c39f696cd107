import { describe, expect, it } from '@jest/globals'
import { nearestWord } from './nearest-word.ts'

describe('nearestWord', () => {
  it('finds the word that was meant', () => {
    expect(nearestWord('metod', ['metric', 'method', 'name'])).toBe('method')
    expect(nearestWord('EarlyTerminate', ['method', 'early_terminate'])).toBe('early_terminate')
  })

  it('takes nothing for a word that is too far from all', () => {
    expect(nearestWord('storage', ['metric', 'method', 'name'])).toBeUndefined()
    expect(nearestWord('x', [])).toBeUndefined()
  })
})
