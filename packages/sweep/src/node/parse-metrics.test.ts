import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { parseMetrics, stepOf } from './parse-metrics.ts'

const numbersOf = (line: string): unknown => {
  const metrics = parseMetrics(line)
  return metrics && Object.fromEntries(metrics)
}

describe('parseMetrics', () => {
  it('flattens objects with dots and leaves out what is no number', () => {
    expect(
      numbersOf(
        ' {"epoch": 1, "val": {"loss": 0.3, "top": {"5": 1}}, "note": "x", "list": [1], "none": null}\r',
      ),
    ).toEqual({ epoch: 1, 'val.loss': 0.3, 'val.top.5': 1 })
  })

  it('reads NaN and Infinity as Python writes them, and as text, but not within text', () => {
    expect(
      numbersOf('{"a": NaN, "b": -Infinity, "c": Infinity, "d": "NaN", "NaN": 1, "x \\" NaN": 2}'),
    ).toEqual({
      ...{ a: NaN, b: -Infinity, c: Infinity, d: NaN, NaN: 1, 'x " NaN': 2 },
    })
  })

  it('takes other lines for no metrics', () => {
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

describe('stepOf', () => {
  it('prefers epoch, then step, then _step, if it is a whole number', () => {
    expect(
      stepOf(
        new Map([
          ['_step', 7],
          ['step', 3],
          ['epoch', 1],
        ]),
      ),
    ).toBe(1)
    expect(
      stepOf(
        new Map([
          ['_step', 7],
          ['step', 3],
          ['epoch', 0.5],
        ]),
      ),
    ).toBe(3)
    expect(
      stepOf(
        new Map([
          ['_step', 7],
          ['step', -1],
        ]),
      ),
    ).toBe(7)
    expect(stepOf(new Map([['loss', 1]]))).toBeUndefined()
  })
})
