/** A place in a text: line and column from 1. */
export interface Place {
  readonly fileName: string
  readonly line: number
  readonly column: number
}

/** A sweep file says something it must not. Its message begins with `file:line:column: `. */
export class SweepFileError extends Error {
  override readonly name = 'SweepFileError'
  readonly fileName: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number

  constructor(message: string, place: Place) {
    super(at(place, message))
    this.fileName = place.fileName
    this.line = place.line
    this.column = place.column
  }
}

/** A message that says where it applies. */
export function at({ fileName, line, column }: Place, message: string): string {
  return `${fileName}:${line}:${column}: ${message}`
}
