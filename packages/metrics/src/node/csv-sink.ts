import { openAppendFile } from '@tunekit/durable-files'
import type { Sink } from '../record/create-logger.ts'
import { formatCsvLine, parseCsv } from '../record/csv.ts'
import { flattenRecord } from '../record/metrics-record.ts'

export interface CsvSinkOptions {
  /** Column names, `step` among them, groups as `train/loss`. Default: those of the first record, or of the file. */
  columns?: readonly string[]
  /** Drops the rows that the file has beyond this step, those after the checkpoint. Default: keeps all. */
  resumeAfter?: number
}

/**
 * Appends records to a CSV file (RFC 4180), one row each. The columns are fixed once the header is written: a record
 * may lack some, which leaves cells empty, but not bring new ones. NaN and infinities are written as in JavaScript.
 * A torn last row is removed on opening. One writer at a time: `write` throws if somebody else has changed the file.
 *
 * @param path The file; it and its folder are made if missing. If it has a header already, that stays
 * @throws {Error} If the file is not such a CSV file, or has no whole row and does not begin as a header does: as that of
 * `columns`, or with `epoch` or `step`; the file stays as it is
 */
export function csvSink(path: string, { columns, resumeAfter = Infinity }: CsvSinkOptions = {}): Sink {
  if (columns && !columns.includes('step')) {
    throw new RangeError(`\`columns\` must include \`step\`, got ${columns.join(', ')}.`)
  }
  let header = columns
  let headerWritten = false
  let lastStep = -1
  function repair(content: Buffer): string {
    const text = content.toString()
    const [found, ...rows] = wholeRows(text, path)
    if (!found) {
      requireTornHeader(text, columns, path)
      return ''
    }
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
  }
  const file = openAppendFile(path, { repair })
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

/** Text without a whole row is removed only if this sink may have begun to write it. */
function requireTornHeader(text: string, columns: readonly string[] | undefined, path: string): void {
  const headers = columns ? [formatCsvLine(columns)] : ['epoch,', 'step,']
  if (headers.some((start) => start.startsWith(text) || text.startsWith(start))) return
  throw new Error(
    `Cannot continue ${path}: expected a header row such as ${columns?.join(',') ?? 'epoch,step,train/loss'}, ` +
      `got ${JSON.stringify(text.slice(0, 40))}. Give the path of another file, or delete this one.`,
  )
}

/** Cells hold numbers, so a cut one could pass for a whole one: a row counts only if its line ends. */
function wholeRows(text: string, path: string): string[][] {
  try {
    return parseCsv(text.slice(0, 1 + Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))))
  } catch (cause) {
    throw new Error(`Cannot continue ${path}: ${(cause as Error).message}`, { cause })
  }
}
