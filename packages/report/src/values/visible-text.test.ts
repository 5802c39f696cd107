import { describe, expect, it } from '@jest/globals'
import { visibleText } from './visible-text.ts'

describe('visibleText', () => {
  it('shows control characters as pictures, and what is no character as replaced', () => {
    expect(visibleText('a\u0000b\u001bc\u007fd\u0085e\ufffef\ud800g')).toBe('a␀b␛c␡d�e�f�g')
  })

  it('leaves everything else as it is', () => {
    const text = 'tab\t line\n return\r é 漢 😀 \u{10fffd}'
    expect(visibleText(text)).toBe(text)
  })
})
