import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { parseMetrics } from './parse-metrics.ts'

const numbersOf = (line: string): unknown => {
  const metrics = parseMetrics(line)
  return metrics && Object.fromEntries(metrics)
}

describe('parseMetrics', () => {
  it('flattens objects with dots, and describes values that are not numbers', () => {
    expect(
      numbersOf(
        ' {"epoch": 1, "val": {"loss": 0.3, "top": {"5": 1}}, "note": "x", "list": [1], "none": null}\r',
      ),
    ).toEqual({
      ...{ epoch: 1, 'val.loss': 0.3, 'val.top.5': 1 },
      ...{ note: 'the text "x"', list: 'a list', none: 'null' },
    })
    expect(numbersOf('{"a": "0.5", "b": true, "c": {}}')).toEqual({ a: 'the text "0.5"', b: 'true' })
  })

  it('reads NaN and Infinity bare as Python writes them, and as text, but not within text', () => {
    expect(
      numbersOf('{"a": NaN, "b": -Infinity, "c": Infinity, "d": "NaN", "NaN": 1, "x \\" NaN": 2}'),
    ).toEqual({
      ...{ a: NaN, b: -Infinity, c: Infinity, d: NaN, NaN: 1, 'x " NaN': 2 },
    })
  })

  it('reads a colored line', () => {
    expect(numbersOf('\u001b[1;32m{"loss": 0.5}\u001b[0m')).toEqual({ loss: 0.5 })
    expect(numbersOf('\u001b[2K\u001b[0G{"loss": 0.5}')).toEqual({ loss: 0.5 })
  })

  it.each([
    ['of quotes that never close', `{"a": "${'\\"'.repeat(300_000)}}`],
    ['of quotes that never close, with a NaN', `{"a": NaN, "b": "${'\\"'.repeat(300_000)}}`],
    ['of one text', `{"a": "${'x'.repeat(1_000_000)}", "b": NaN}`],
    ['of objects within objects', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
    ['of an endless color', `{"a": 1}\u001b[${'1;'.repeat(400_000)}`],
  ])('reads a line of a million characters %s', (_, line) => {
    expect(() => parseMetrics(line)).not.toThrow()
  })

  it('finds no metrics in other lines', () => {
    for (const line of [
      '',
      'loss: 1',
      '[1]',
      '7',
      '{"a": 1',
      '{a: 1}',
      '{"a": 1} and more {}',
      '{"a": NaNa}',
    ]) {
      expect(numbersOf(line)).toBeUndefined()
    }
  })

  it('reads every record of numbers that JSON writes', () => {
    const record = fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    )
    fc.assert(
      fc.property(record, (numbers) => {
        const expected = JSON.parse(JSON.stringify(numbers)) as object // −0 becomes 0
        expect(numbersOf(JSON.stringify(numbers))).toEqual(expected)
      }),
    )
  })
})
