import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { keyOf, valueTexts } from './value-texts.ts'

function textsOf(...values: unknown[]): string[] {
  return values.map(valueTexts(values))
}

describe('valueTexts', () => {
  it('distinguishes values of different types', () => {
    expect(textsOf('null', null, '1', 1, 'true', true)).toEqual([
      '"null"',
      'null',
      '"1"',
      '1',
      '"true"',
      'true',
    ])
    expect(textsOf('6,16', [6, 16], 'adam')).toEqual(['"6,16"', '[6,16]', 'adam'])
    expect(textsOf('1', 1, '"1"')).toEqual(['"1"', '1', '"\\"1\\""'])
    expect(textsOf('6,16', [6, 16], '[6,16]')).toEqual(['"6,16"', '[6,16]', '"[6,16]"'])
    expect(textsOf('', ' a', 'a')).toEqual(['""', '" a"', 'a'])
  })

  it('has enough digits to distinguish the numbers', () => {
    expect(textsOf(0.1, 1 / 3, 0.3333334, 20)).toEqual(['0.1', '0.3333333', '0.3333334', '20'])
    expect(textsOf(0.1 + 0.2, 0.3)).toEqual(['0.30000000000000004', '0.3'])
  })

  it('returns different texts for different values', () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.jsonValue())
    fc.assert(
      fc.property(fc.uniqueArray(value, { selector: keyOf }), (values) => {
        expect(new Set(textsOf(...values)).size).toBe(values.length)
      }),
    )
  })
})
