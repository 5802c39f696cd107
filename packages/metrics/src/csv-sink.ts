import type { Sink } from './create-logger.ts'
import { formatCsvLine, parseCsv } from './csv.ts'
import { flattenRecord } from './metrics-record.ts'
import { openRepairedFile } from './open-repaired-file.ts'

export interface CsvSinkOptions {
  /** Column names, `step` among them, groups as `train/loss`. Default: those of the first record, or of the file. */
  columns?: readonly string[]
  /** Drops the rows that the file has beyond this step, those after the checkpoint. Default: keeps all. */
  resumeAfter?: number
}

/**
 * Appends records to a CSV file (RFC 4180), one row each. The columns are fixed once the header is written: a record
 * may lack some, which leaves cells empty, but not bring new ones. NaN and infinities are written as in JavaScript.
 * A torn last row is removed on opening.
 *
 * @param path The file; it and its folder are made if missing. If it has a header already, that stays
 * @throws {Error} If the file is not such a CSV file
 */
export function csvSink(path: string, { columns, resumeAfter = Infinity }: CsvSinkOptions = {}): Sink {
  if (columns && !columns.includes('step')) {
    throw new RangeError(`\`columns\` must include \`step\`, got ${columns.join(', ')}.`)
  }
  let header = columns
  let headerWritten = false
  let lastStep = -1
  const file = openRepairedFile(path, (text) => {
    const [found, ...rows] = wholeRows(text)
    if (!found) return ''
    header = found
    headerWritten = true
    const stepColumn = found.indexOf('step')
    if (stepColumn < 0) {
      throw new Error(`${path} is not a metrics CSV: expected a column \`step\`, got ${found.join(', ')}.`)
    }
    const kept = rows.filter((row, index) => {
      const cell = row[stepColumn] ?? ''
      if (!/^\d+$/.test(cell)) {
        throw new Error(`${path} row ${index + 2} is broken: expected an integer \`step\`, got "${cell}".`)
      }
      const step = Number(cell)
      if (step <= resumeAfter) lastStep = Math.max(lastStep, step)
      return step <= resumeAfter
    })
    return [found, ...kept].map(formatCsvLine).join('')
  })
  return {
    lastStep,
    write(record) {
      const metrics = flattenRecord(record)
      header ??= Object.keys(metrics)
      const extra = Object.keys(metrics).find((name) => !header?.includes(name))
      if (extra !== undefined) {
        throw new RangeError(
          `Metric \`${extra}\` has no column in ${path}: its columns are ${header.join(', ')}. ` +
            'Give csvSink() `columns` with every name that will come.',
        )
      }
      const row = formatCsvLine(header.map((name) => (Object.hasOwn(metrics, name) ? metrics[name] : '')))
      file.append(headerWritten ? row : formatCsvLine(header) + row)
      headerWritten = true
    },
    flush: file.sync,
    close: file.close,
  }
}

/** Cells hold numbers, so a cut one could pass for a whole one: a row counts only if its line ends. */
function wholeRows(text: string): string[][] {
  return parseCsv(text.slice(0, 1 + Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))))
}
