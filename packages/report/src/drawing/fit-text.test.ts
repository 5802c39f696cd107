import { describe, expect, it } from '@jest/globals'
import { textWidth, widestText, wrapText } from './fit-text.ts'

describe('wrapText', () => {
  const text = 'optimizer adaBelief, learning rate 0.0003, epochs 30 (interrupted after epoch 3 of 30)'

  it('breaks a text at spaces into lines that fit', () => {
    const lines = wrapText(text, 300, 3).split('\n')
    expect(lines.join(' ')).toBe(text)
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(300)
    expect(wrapText(text, 1000, 3)).toBe(text)
  })

  it('shortens the last line, and breaks words without spaces', () => {
    expect(wrapText(text, 100, 2)).toMatch(/^optimizer\nadaBelief, le?a?.*…$/)
    expect(wrapText('abcdefgh', 3 * 12 * 0.58 + 1e-9, 3)).toBe('abc\ndef\ngh')
  })
})

describe('widestText', () => {
  it('accepts more texts than a call accepts arguments', () => {
    expect(widestText(Array.from({ length: 200_000 }, () => 'ab'))).toBe(textWidth('ab'))
    expect(widestText([])).toBe(0)
  })
})
