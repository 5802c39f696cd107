import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { arbitraryRecord } from '../../test/arbitrary-record.ts'
import { formatJsonlLine, parseJsonl } from './jsonl.ts'

describe('formatJsonlLine', () => {
  it('writes one line of plain JSON', () => {
    const record = { epoch: 1, step: 1875, train: { loss: 0.0743, accuracy: 0.977433 }, learningRate: 0.0003 }
    expect(formatJsonlLine(record)).toBe(
      '{"epoch":1,"step":1875,"train":{"loss":0.0743,"accuracy":0.977433},"learningRate":0.0003}\n',
    )
  })

  it('writes NaN and infinities as strings', () => {
    expect(formatJsonlLine({ step: 1, train: { loss: NaN, accuracy: -Infinity }, seconds: Infinity })).toBe(
      '{"step":1,"train":{"loss":"NaN","accuracy":"-Infinity"},"seconds":"Infinity"}\n',
    )
  })
})

describe('parseJsonl', () => {
  it('reads back what formatJsonlLine wrote', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRecord()), (records) => {
        expect(parseJsonl(records.map(formatJsonlLine).join(''))).toEqual(records)
      }),
    )
  })

  it('loses only the last record when the text is cut anywhere', () => {
    const records = [{ step: 0 }, { step: 1, train: { loss: NaN } }, { step: 2, train: { loss: 0.5 } }]
    const lines = records.map(formatJsonlLine)
    const text = lines.join('')
    for (let cut = 0; cut <= text.length; cut++) {
      // A line is whole without its newline too.
      const whole = lines.filter((_, index) => lines.slice(0, index + 1).join('').length - 1 <= cut).length
      expect(parseJsonl(text.slice(0, cut))).toEqual(records.slice(0, whole))
    }
  })

  it('accepts a last line without a newline if it is complete JSON', () => {
    expect(() => parseJsonl('{"step":0}\n{"step":"x"}')).toThrow('JSONL line 2 is not a metrics record, ')
  })

  it('skips a byte order mark', () => {
    expect(parseJsonl('\uFEFF{"step":0}\n')).toEqual([{ step: 0 }])
  })

  it.each([
    ['{"step":0}\n{"step":1,"tra\n{"step":2}\n', 'JSONL line 2 is not a metrics record, '],
    ['{"step":0}\n\n{"step":2}\n', 'JSONL line 2 is not a metrics record, '],
    [
      '{"step":0}\n{"step":1,"train":"nan"}\n',
      'JSONL line 2 is not a metrics record, and only a last line without its newline may be incomplete: Metric `train` must be a number',
    ],
    [
      '12\n',
      'JSONL line 1 is not a metrics record, and only a last line without its newline may be incomplete: Metrics record must be an object',
    ],
    ['{"step":0}\n{"step":\n', 'JSONL line 2 is not a metrics record, '],
  ])('names the broken line of %j', (text, message) => {
    expect(() => parseJsonl(text)).toThrow(message)
  })
})
