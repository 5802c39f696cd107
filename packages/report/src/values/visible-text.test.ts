import { describe, expect, it } from '@jest/globals'
import { visibleText } from './visible-text.ts'

describe('visibleText', () => {
  it('replaces control characters by pictures, and noncharacters by �', () => {
    expect(visibleText('a\u0000b\u001bc\u007fd\u0085e\ufffef\ud800g')).toBe('a␀b␛c␡d�e�f�g')
  })

  it('leaves all other characters unchanged', () => {
    const text = 'tab\t line\n return\r é 漢 😀 \u{10fffd}'
    expect(visibleText(text)).toBe(text)
  })
})
