import { describe, expect, it } from '@jest/globals'
import { entriesOf, ink, themes } from './palette.ts'

/** The contrast ratio of two colors by their relative luminances (WCAG 2.2). */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(color.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

describe('themes', () => {
  it.each(Object.entries(themes))(
    '%s: text differs 4.5 : 1 from its ground, marks 3 : 1',
    (_name, palette) => {
      expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10)
      for (const text of [palette.text, palette.muted]) {
        expect(contrast(text, palette.surface)).toBeGreaterThanOrEqual(4.5)
      }
      expect(contrast(palette.onAccent, palette.series[0])).toBeGreaterThanOrEqual(4.5)
      for (const color of palette.series) {
        expect(contrast(color, palette.surface)).toBeGreaterThanOrEqual(3)
      }
    },
  )
})

describe('ink', () => {
  it('has a different color for every name', () => {
    expect(new Set(entriesOf(ink).map(([, color]) => color)).size).toBe(entriesOf(ink).length)
    expect(entriesOf(ink).map(([name]) => name)).toEqual(entriesOf(themes.dark).map(([name]) => name))
  })
})
