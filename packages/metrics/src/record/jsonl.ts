import { checkRecord, type MetricsRecord } from './metrics-record.ts'

/** JSON has no NaN and no infinities. As strings they are readable to every JSON parser. */
const nonFinite = new Map([NaN, Infinity, -Infinity].map((value) => [String(value), value]))

/**
 * Formats a record as one line of JSON, newline included. NaN and the infinities become the strings `"NaN"`,
 * `"Infinity"` and `"-Infinity"`; −0 becomes 0.
 *
 * @example
 * formatJsonlLine({ step: 3, train: { loss: NaN } }) // '{"step":3,"train":{"loss":"NaN"}}\n'
 */
export function formatJsonlLine(record: MetricsRecord): string {
  const line = JSON.stringify(record, (_name, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  )
  return `${line}\n`
}

/**
 * Parses the lines of {@link formatJsonlLine}, one record per line, such as the content of `metrics.jsonl`.
 *
 * A killed writer can leave a last line without its newline. That line counts if it is complete JSON; otherwise it is skipped.
 * Every other line must be a record. A byte order mark at the start is skipped.
 *
 * @throws {Error} If a line is not a record; the message names the first such line, and `cause` is the reason
 */
export function parseJsonl(text: string): MetricsRecord[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  // The last line is torn, or empty as in every complete file.
  if (!isJson(lines.at(-1) as string)) lines.pop()
  return lines.map((line, index) => {
    try {
      return parseLine(line)
    } catch (cause) {
      throw new Error(
        `JSONL line ${index + 1} is not a metrics record, and only a last line without its newline ` +
          `may be incomplete: ${(cause as Error).message}`,
        { cause },
      )
    }
  })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function parseLine(line: string): MetricsRecord {
  const record: unknown = JSON.parse(line, (_name, value) => nonFinite.get(value) ?? value)
  checkRecord(record)
  return record
}
