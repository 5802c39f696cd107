import { openAppendFile } from '@tunekit/durable-files'
import type { Sink } from '../record/create-logger.ts'
import { formatCsvLine, parseCsv } from '../record/csv.ts'
import { flattenRecord } from '../record/metrics-record.ts'

/** The options of {@link csvSink}. */
export interface CsvSinkOptions {
  /**
   * The column names, including `step`; a metric of a group has a name such as `train/loss`. Default: the columns of the file,
   * or the names of the first record.
   */
  columns?: readonly string[]
  /** The step of the checkpoint to continue from. Rows after this step are dropped. Default: all rows are kept. */
  resumeAfter?: number
}

/**
 * Creates a sink that appends records to a CSV file (RFC 4180), one row per record. The header fixes the columns: a record may
 * lack some of them, which leaves cells empty, but must not have others. NaN and infinities are written as in JavaScript. The
 * sink removes a torn last row when it opens the file. `write` throws if another program has changed the file.
 *
 * @param path The file. The file and its folder are created if missing; an existing header stays
 * @throws {Error} If the file is not a metrics CSV file, or it has no complete row and does not start like a header (`columns`,
 *   `epoch` or `step`). The file stays as it is
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
    const keptRows = rows.filter((row, index) => {
      const cell = row[stepColumn] ?? ''
      if (!/^\d+$/.test(cell)) {
        throw new Error(`${path} row ${index + 2} is broken: expected an integer \`step\`, got "${cell}".`)
      }
      const step = Number(cell)
      if (step <= resumeAfter) lastStep = Math.max(lastStep, step)
      return step <= resumeAfter
    })
    return [found, ...keptRows].map(formatCsvLine).join('')
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
            'Pass csvSink() `columns` with the names of all metrics.',
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

/** Checks that text without a complete row may be a torn header of this sink. Other text is not removed. */
function requireTornHeader(text: string, columns: readonly string[] | undefined, path: string): void {
  const headers = columns ? [formatCsvLine(columns)] : ['epoch,', 'step,']
  if (headers.some((start) => start.startsWith(text) || text.startsWith(start))) return
  throw new Error(
    `Cannot continue ${path}: expected a header row such as ${columns?.join(',') ?? 'epoch,step,train/loss'}, ` +
      `got ${JSON.stringify(text.slice(0, 40))}. Use another path, or delete this file.`,
  )
}

/**
 * Parses the rows that end with a line break. A row without a line break may be cut inside a number, and nothing would show it.
 */
function wholeRows(text: string, path: string): string[][] {
  try {
    return parseCsv(text.slice(0, 1 + Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))))
  } catch (cause) {
    throw new Error(`Cannot continue ${path}: ${(cause as Error).message}`, { cause })
  }
}
