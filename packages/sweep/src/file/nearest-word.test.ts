import { describe, expect, it } from '@jest/globals'
import { nearestWord } from './nearest-word.ts'

describe('nearestWord', () => {
  it('finds the word that was probably meant', () => {
    expect(nearestWord('metod', ['metric', 'method', 'name'])).toBe('method')
    expect(nearestWord('EarlyTerminate', ['method', 'early_terminate'])).toBe('early_terminate')
  })

  it('finds nothing for a word that is far from all known words', () => {
    expect(nearestWord('storage', ['metric', 'method', 'name'])).toBeUndefined()
    expect(nearestWord('x', [])).toBeUndefined()
  })
})
