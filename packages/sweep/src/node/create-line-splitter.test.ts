import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createLineSplitter } from './create-line-splitter.ts'

function split(pieces: readonly string[], maxLength = 1000): { lines: readonly string[]; tooLong: number } {
  let tooLong = 0
  const splitter = createLineSplitter({ maxLength, onLongLine: () => tooLong++ })
  const lines = pieces.flatMap((piece) => splitter.push(piece))
  return { lines: [...lines, ...splitter.end()], tooLong }
}

describe('createLineSplitter', () => {
  it('ends lines at \\n, \\r\\n and \\r', () => {
    expect(split(['a\nb\r\nc\rd']).lines).toEqual(['a', 'b', 'c', 'd'])
    expect(split(['a\r', '\nb\r', 'c\r', '\r\n']).lines).toEqual(['a', 'b', 'c', ''])
  })

  it('keeps empty lines, but not the empty text before the \\r of a progress bar', () => {
    expect(split(['\n\na\r\n\r\n']).lines).toEqual(['', '', 'a', ''])
    expect(split(['\r 1 %\r 2 %\r{"loss": 8}\n']).lines).toEqual([' 1 %', ' 2 %', '{"loss": 8}'])
  })

  it('skips each line that is too long, and continues after it', () => {
    expect(split(['abcd\nabcde\nab', 'cd', 'e\r', '\nabc\rx', 'xxxx'], 4)).toEqual({
      lines: ['abcd', 'abc'],
      tooLong: 3,
    })
  })

  it('splits text the same way in any pieces', () => {
    const text = fc.stringMatching(/^[ab\r\n]{0,30}$/)
    fc.assert(
      fc.property(text, fc.array(fc.nat(30)), (whole, cuts) => {
        const edges = [
          0,
          ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b),
          whole.length,
        ]
        const pieces = edges.slice(1).map((edge, index) => whole.slice(edges[index], edge))
        expect(split(pieces, 3)).toEqual(split([whole], 3))
      }),
    )
  })

  it('keeps no more of an endless line than a line may have', () => {
    const splitter = createLineSplitter({ maxLength: 10, onLongLine: () => {} })
    for (let piece = 0; piece < 1000; piece++) expect(splitter.push('z'.repeat(1000))).toEqual([])
    expect(splitter.push('\nloss')).toEqual([])
    expect(splitter.end()).toEqual(['loss'])
  })
})
