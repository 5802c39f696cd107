import { describe, expect, it } from '@jest/globals'
import { decodeJournal } from './decode-journal.ts'

const lines = [
  '{"op_code":0,"worker_id":"a","study_name":"s","directions":[1]}\n',
  '{"op_code":4,"worker_id":"a","study_id":0,"datetime_start":null}\n',
  '{"op_code":7,"worker_id":"a","trial_id":0,"step":1,"intermediate_value":NaN}\n',
]
const text = lines.join('')

describe('decodeJournal', () => {
  it('reads each line, NaN included', () => {
    const { records, wholeBytes } = decodeJournal(Buffer.from(text))
    expect(records.map(({ op_code }) => op_code)).toEqual([0, 4, 7])
    expect(records[2]).toMatchObject({ intermediate_value: NaN })
    expect(wholeBytes).toBe(text.length)
  })

  it('reads a file cut at any byte up to its last complete line', () => {
    for (let length = 0; length <= text.length; length++) {
      const { records, wholeBytes } = decodeJournal(Buffer.from(text.slice(0, length)))
      const whole = lines.filter((_, index) => lines.slice(0, index + 1).join('').length <= length)
      expect(records).toHaveLength(whole.length)
      expect(wholeBytes).toBe(whole.join('').length)
    }
  })

  it('ignores a last line that is complete but damaged, as a crash can leave it', () => {
    expect(decodeJournal(Buffer.from(`${lines[0]}\0\0\0\n`))).toMatchObject({ wholeBytes: lines[0].length })
  })

  it('rejects a damaged line before others, and names it', () => {
    expect(() => decodeJournal(Buffer.from(`${lines[0]}{"op_c\n${lines[1]}`))).toThrow(
      /^Journal line 2 is damaged: expected a JSON object with an op_code/,
    )
  })
})
