/** Encodes a value as one line of JSON, including the line end. NaN and infinities are bare, as Python writes them. */
export function encodeJsonLine(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'number' && !Number.isFinite(part) ? `${mark}${part}` : part,
  )
  return `${text.replace(markedNumber, '$1')}\n`
}

/**
 * Decodes JSON as Python writes it, in which NaN, Infinity and -Infinity may be bare.
 *
 * @throws {SyntaxError} If the text is not JSON
 */
export function decodeJsonLine(text: string): unknown {
  if (!/NaN|Infinity/.test(text)) return JSON.parse(text)
  return JSON.parse(markBareNumbers(text), (_, part: unknown) =>
    typeof part === 'string' && markedText.test(part) ? Number(part.slice(1)) : part,
  )
}

/** `JSON` neither writes nor reads NaN and infinities, so they are passed as strings that start with this character. */
const mark = '\0'
const markedNumber = /"\\u0000(NaN|-?Infinity)"/g
const markedText = new RegExp(`^${mark}(?:NaN|-?Infinity)$`)

/** Marks the bare numbers in one pass. A regular expression for whole strings would overflow the stack with long strings. */
function markBareNumbers(text: string): string {
  const pieces: string[] = []
  let start = 0
  let isString = false
  for (const { index } of text.matchAll(/\\.|"/g)) {
    if (text[index] === '\\') continue
    const piece = text.slice(start, index)
    pieces.push(isString ? piece : markNumbers(piece))
    start = index
    isString = !isString
  }
  return [...pieces, markNumbers(text.slice(start))].join('')
}

function markNumbers(piece: string): string {
  return piece.replace(/-?\b(?:NaN|Infinity)\b/g, '"\\u0000$&"')
}
