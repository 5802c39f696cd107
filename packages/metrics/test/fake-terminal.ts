/**
 * A terminal emulator, so that tests see the screen as a person would. It supports only the control sequences that a progress
 * bar needs. Any other sequence, such as one that hides the cursor or changes a mode, is an error.
 */
export class FakeTerminal {
  readonly isTTY = true
  readonly columns: number
  /** Everything written, colors included. */
  written = ''
  /** How often text ran past the right edge. */
  wraps = 0
  #rows: string[] = ['']
  #row = 0
  #column = 0

  constructor({ columns = 80 }: { columns?: number } = {}) {
    this.columns = columns
  }

  /** The lines on the screen, without trailing blanks and the empty line after a final newline. */
  get screen(): string[] {
    const rows = this.#rows.map((row) => row.trimEnd())
    return rows.at(-1) === '' ? rows.slice(0, -1) : rows
  }

  write(text: string): boolean {
    this.written += text
    // eslint-disable-next-line no-control-regex
    for (const [token] of text.matchAll(/\x1b(?:\[[?\d;]*[A-Za-z]|.)|[^]/gu)) this.#obey(token)
    return true
  }

  #obey(token: string): void {
    if (token === '\n') {
      this.#row++
      this.#column = 0
      if (this.#row === this.#rows.length) this.#rows.push('')
    } else if (token === '\x1b[1G') {
      this.#column = 0
    } else if (token === '\x1b[2K') {
      this.#rows[this.#row] = ''
    } else if (token === '\x1b[0K') {
      this.#rows[this.#row] = this.#rows[this.#row].slice(0, this.#column)
    } else if (token === '\x1b[0J') {
      this.#rows[this.#row] = this.#rows[this.#row].slice(0, this.#column)
      this.#rows.length = this.#row + 1
    } else if (token.startsWith('\x1b')) {
      if (!/^.\[\d+m$/.test(token)) throw new Error(`Unexpected control sequence ${JSON.stringify(token)}.`)
    } else {
      if (this.#column === this.columns) {
        this.wraps++
        this.#obey('\n')
      }
      const line = this.#rows[this.#row].padEnd(this.#column)
      this.#rows[this.#row] = line.slice(0, this.#column) + token + line.slice(this.#column + 1)
      this.#column++
    }
  }
}
