/**
 * JSON as Python writes it: NaN, Infinity and -Infinity stand bare, which `JSON` neither writes nor reads. On the way
 * they are strings that begin with a zero character.
 */
const MARKED = /"\\u0000(NaN|-?Infinity)"/g
const STRING_OR_BARE = /"(?:[^"\\]|\\.)*"|NaN|-?Infinity/g

/** One line of JSON, newline included, with bare NaN and infinities. */
export function encodeJsonLine(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'number' && !Number.isFinite(part) ? `\0${part}` : part,
  )
  return `${text.replace(MARKED, '$1')}\n`
}

/**
 * Reads one line of JSON that may have bare NaN and infinities.
 *
 * @throws {SyntaxError} If it is no JSON
 */
export function decodeJsonLine(line: string): unknown {
  if (!/NaN|Infinity/.test(line)) return JSON.parse(line)
  const marked = line.replace(STRING_OR_BARE, (token) =>
    token.startsWith('"') ? token : `"\\u0000${token}"`,
  )
  return JSON.parse(marked, (_, part: unknown) =>
    typeof part === 'string' && part.startsWith('\0') ? Number(part.slice(1)) : part,
  )
}
