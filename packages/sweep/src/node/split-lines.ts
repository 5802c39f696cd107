/** Takes text in pieces. */
export interface LineSplitter {
  /** @returns The lines that the pieces so far complete, without their ends */
  push(piece: string): readonly string[]
  /** @returns The last line, if it has no end */
  end(): readonly string[]
}

export interface LineSplitterOptions {
  /** Characters that a line may have. */
  readonly longest: number
  /** Called for each line that has more, which is skipped. */
  readonly onTooLong: () => void
}

/**
 * Splits text into lines, in time that is linear in its length. A line ends with `\n`, `\r\n`, or `\r`, by which progress
 * bars write over the line before; nothing before such a `\r` is no line.
 */
export function createLineSplitter({ longest, onTooLong }: LineSplitterOptions): LineSplitter {
  let line = ''
  let isTooLong = false
  /** What the last piece ended with, before a `\r` to which a `\n` may belong. */
  let afterReturn: 'line' | 'nothing' | 'no' = 'no'

  function append(text: string): void {
    if (line.length + text.length > longest) isTooLong = true
    line = isTooLong ? '' : line + text
  }

  function take(): readonly string[] {
    const taken = isTooLong ? [] : [line]
    if (isTooLong) onTooLong()
    line = ''
    isTooLong = false
    return taken
  }

  return {
    push(piece) {
      if (piece === '') return []
      const lines: string[] = []
      let start = 0
      if (afterReturn !== 'no' && piece.startsWith('\n')) {
        start = 1
        if (afterReturn === 'nothing') lines.push('')
      }
      afterReturn = 'no'
      const ends = /\r\n?|\n/g
      ends.lastIndex = start
      for (let match = ends.exec(piece); match; match = ends.exec(piece)) {
        append(piece.slice(start, match.index))
        start = ends.lastIndex
        const isNothing = match[0] === '\r' && line === '' && !isTooLong
        if (match[0] === '\r' && start === piece.length) afterReturn = isNothing ? 'nothing' : 'line'
        if (!isNothing) lines.push(...take())
      }
      append(piece.slice(start))
      return lines
    },
    end() {
      return line === '' && !isTooLong ? [] : take()
    },
  }
}
