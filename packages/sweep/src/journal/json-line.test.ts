import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decodeJsonLine, encodeJsonLine } from './json-line.ts'

describe('encodeJsonLine', () => {
  it('writes NaN and infinities as Python does', () => {
    expect(encodeJsonLine({ value: [NaN, Infinity, -Infinity, 1] })).toBe(
      '{"value":[NaN,Infinity,-Infinity,1]}\n',
    )
  })

  it('keeps text that contains NaN', () => {
    expect(encodeJsonLine({ NaN: '"NaN", Infinity' })).toBe('{"NaN":"\\"NaN\\", Infinity"}\n')
  })
})

describe('decodeJsonLine', () => {
  it('reads back what encodeJsonLine wrote', () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity))
    const text = fc.oneof(fc.string(), fc.constantFrom('NaN', '-Infinity', '\\"NaN', 'a\\', '\u2028\n'))
    const value = fc.dictionary(text, fc.oneof(number, text, fc.array(number), fc.constant(null)))
    fc.assert(
      fc.property(value, (object) => {
        const line = encodeJsonLine(object)
        expect(line.indexOf('\n')).toBe(line.length - 1)
        expect(decodeJsonLine(line)).toEqual(normal(object))
      }),
    )
  })

  it('rejects text that is not JSON', () => {
    expect(() => decodeJsonLine('{"a":NaN')).toThrow(SyntaxError)
  })
})

/** JSON has no −0. */
function normal(object: object): object {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      Array.isArray(value)
        ? value.map((part: number) => part + 0)
        : typeof value === 'number'
          ? value + 0
          : value,
    ]),
  )
}
