/**
 * Writes one line of CSV (RFC 4180), CRLF included: a field is quoted if it holds a comma, a quote or a line break.
 *
 * @example
 * formatCsvLine(['step', 'train/loss', 'a,b']) // 'step,train/loss,"a,b"\r\n'
 */
export function formatCsvLine(fields: readonly (string | number)[]): string {
  return `${fields.map((field) => quote(String(field))).join(',')}\r\n`
}

/**
 * Reads CSV (RFC 4180) into rows of fields. Besides CRLF a lone LF or CR ends a row too; the last row need not end. A byte
 * order mark at the beginning, as Excel writes it, is skipped.
 *
 * @throws {Error} If a quote is left open, or stands where RFC 4180 allows none; names the row
 * @example
 * parseCsv('step,train/loss\r\n0,2.3\r\n') // [['step', 'train/loss'], ['0', '2.3']]
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let read = text.startsWith('\uFEFF') ? 1 : 0
  // One match per field: quoted or plain, then what ends it.
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
