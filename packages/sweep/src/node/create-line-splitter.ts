/** Splits text that arrives in pieces into lines. */
export interface LineSplitter {
  /** @returns The lines that are complete with this piece, without their line ends */
  push(piece: string): readonly string[]
  /** @returns The last line, if it has no line end */
  end(): readonly string[]
}

export interface LineSplitterOptions {
  /** The most characters of a line. */
  readonly maxLength: number
  /** Called for each longer line, which is skipped. */
  readonly onLongLine: () => void
}

/**
 * Creates a splitter whose running time is linear in the length of the text. A line ends with `\n`, `\r\n`, or the `\r`
 * with which a progress bar overwrites its line. An empty line before such a `\r` is dropped.
 */
export function createLineSplitter({ maxLength, onLongLine }: LineSplitterOptions): LineSplitter {
  let line = ''
  let isTooLong = false
  /** What the last piece ended with, before a `\r` that may belong to a `\n` in the next piece. */
  let beforeReturn: 'line' | 'nothing' | undefined

  function append(text: string): void {
    if (line.length + text.length > maxLength) isTooLong = true
    line = isTooLong ? '' : line + text
  }

  function take(): readonly string[] {
    const taken = isTooLong ? [] : [line]
    if (isTooLong) onLongLine()
    line = ''
    isTooLong = false
    return taken
  }

  return {
    push(piece) {
      if (piece === '') return []
      const lines: string[] = []
      let start = 0
      if (beforeReturn !== undefined && piece.startsWith('\n')) {
        start = 1
        if (beforeReturn === 'nothing') lines.push('')
      }
      beforeReturn = undefined
      const ends = /\r\n?|\n/g
      ends.lastIndex = start
      for (let match = ends.exec(piece); match; match = ends.exec(piece)) {
        append(piece.slice(start, match.index))
        start = ends.lastIndex
        const isNothing = match[0] === '\r' && line === '' && !isTooLong
        if (match[0] === '\r' && start === piece.length) beforeReturn = isNothing ? 'nothing' : 'line'
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
