/**
 * Formats one line of CSV (RFC 4180), CRLF included. A field is quoted if it contains a comma, a quote or a line break.
 *
 * @example
 * formatCsvLine(['step', 'train/loss', 'a,b']) // 'step,train/loss,"a,b"\r\n'
 */
export function formatCsvLine(fields: readonly (string | number)[]): string {
  return `${fields.map((field) => quote(String(field))).join(',')}\r\n`
}

/**
 * Parses CSV (RFC 4180) into rows of fields. A lone LF or CR also ends a row, and the last row may lack its line break. A byte
 * order mark at the start, as Excel writes it, is skipped.
 *
 * @throws {Error} If a quote is not closed, or is where RFC 4180 does not allow one; the message names the row
 * @example
 * parseCsv('step,train/loss\r\n0,2.3\r\n') // [['step', 'train/loss'], ['0', '2.3']]
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let read = text.startsWith('\uFEFF') ? 1 : 0
  // One match per field: quoted or plain, then its terminator.
  const field = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy
  field.lastIndex = read
  for (const [match, quoted, plain, end] of text.matchAll(field)) {
    if (match === '' && row.length === 0) break
    read += match.length
    row.push(plain ?? quoted.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  if (read < text.length) {
    throw new Error(
      `CSV row ${rows.length + 1} has a quote that RFC 4180 does not allow: double it and quote the field.`,
    )
  }
  return rows
}

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
