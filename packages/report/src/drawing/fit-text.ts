import { extremes } from '../values/moments.ts'

/** The average width of a character as a share of the font size, rounded up since fonts differ. */
const characterWidth = 0.58

/** Estimates the width of a text in pixels. For most texts and fonts the estimate is too wide, not too narrow. */
export function textWidth(text: string, fontSize = 12): number {
  return Array.from(text).length * fontSize * characterWidth
}

/** Estimates the width of the widest text in pixels; 0 if there are no texts. */
export function widestText(texts: readonly string[], fontSize = 12): number {
  return Math.max(0, extremes(texts.map((text) => textWidth(text, fontSize))).high)
}

/** Shortens a text to a width in pixels. A shortened text ends with an ellipsis. */
export function fitText(text: string, width: number, fontSize = 12): string {
  const capacity = Math.floor(width / (fontSize * characterWidth))
  const letters = Array.from(text)
  return letters.length <= capacity ? text : `${letters.slice(0, Math.max(1, capacity - 1)).join('')}…`
}

/**
 * Breaks a text into at most `maxLines` lines of a width in pixels, at spaces if possible, and shortens the last line.
 */
export function wrapText(text: string, width: number, maxLines: number, fontSize = 12): string {
  const capacity = Math.max(1, Math.floor(width / (fontSize * characterWidth)))
  const lines: string[] = []
  let remainder = text
  while (lines.length < maxLines - 1 && textWidth(remainder, fontSize) > width) {
    const letters = Array.from(remainder).slice(0, capacity)
    const space = letters.lastIndexOf(' ')
    const line = space > 0 ? letters.slice(0, space + 1) : letters
    lines.push(line.join('').trimEnd())
    remainder = remainder.slice(line.join('').length)
  }
  return [...lines, fitText(remainder, width, fontSize)].join('\n')
}
