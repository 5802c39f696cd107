import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { formatCsvLine, parseCsv } from './csv.ts'

describe('formatCsvLine', () => {
  it('quotes only the fields that RFC 4180 requires to be quoted', () => {
    expect(formatCsvLine(['step', 0.5, 'a,b', 'say "x"', 'two\nlines', '', ' '])).toBe(
      'step,0.5,"a,b","say ""x""","two\nlines",, \r\n',
    )
  })
})

describe('parseCsv', () => {
  it('reads back what formatCsvLine wrote', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\r', '\n', ' ', 'é') })
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 1 })), (rows) => {
        expect(parseCsv(rows.map(formatCsvLine).join(''))).toEqual(rows)
      }),
    )
  })

  it.each([
    ['', []],
    ['a', [['a']]],
    ['a,', [['a', '']]],
    ['a\nb\r\nc\rd', [['a'], ['b'], ['c'], ['d']]],
    ['\n', [['']]],
    ['"",""', [['', '']]],
    ['\uFEFFa,b', [['a', 'b']]],
    ['\uFEFF"a"', [['a']]],
    ['\uFEFF', []],
  ])('reads %j', (text, rows) => {
    expect(parseCsv(text)).toEqual(rows)
  })

  it.each(['a\n"b', 'a\nb"c\n', 'a\n"b"c\n'])('rejects the quote in %j', (text) => {
    expect(() => parseCsv(text)).toThrow('CSV row 2 has a quote that RFC 4180 does not allow')
  })
})
