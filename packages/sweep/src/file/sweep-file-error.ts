/** A position in a sweep file. */
export interface Place {
  readonly fileName: string
  /** Line number, from 1. */
  readonly line: number
  /** Column number, from 1. */
  readonly column: number
}

/** An error in a sweep file. The message starts with `file:line:column: `. */
export class SweepFileError extends Error {
  override readonly name = 'SweepFileError'
  /** Name of the file, as given to `parseSweepFile()`. */
  readonly fileName: string
  /** Line number, from 1. */
  readonly line: number
  /** Column number, from 1. */
  readonly column: number

  constructor(message: string, place: Place) {
    super(withPlace(place, message))
    this.fileName = place.fileName
    this.line = place.line
    this.column = place.column
  }
}

/** Puts a place before a message. */
export function withPlace({ fileName, line, column }: Place, message: string): string {
  return `${fileName}:${line}:${column}: ${message}`
}
