import { decodeJsonLine } from '../journal/json-line.ts'

/** Metrics by name; names of objects within objects are joined with dots. */
export type Metrics = ReadonlyMap<string, Metric>

/** A number, or a description of a value that is not a number: `the text "0.5"`, `null`. */
export type Metric = number | string

/** The depth to which objects within objects are read. Deeper values are left out. */
const maxDepth = 20

/** Control sequences of terminals (ECMA-48, 5.4), such as those that color text. */
const CONTROL_SEQUENCE = new RegExp(`${String.fromCharCode(27)}\\[[0-?]*[ -/]*[@-~]`, 'g')

/**
 * Reads the metrics of a line that is a JSON object, such as `{"epoch": 1, "val": {"loss": 0.3}}`, colored or not.
 *
 * @returns The metrics; `undefined` for any other line
 */
export function parseMetrics(line: string): Metrics | undefined {
  const text = line.replace(CONTROL_SEQUENCE, '').trim()
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined
  const value = parseJson(text)
  return value === undefined ? undefined : collectMetrics(value)
}

/** Parses JSON as Python writes it; `undefined` for any other text. */
export function parseJson(text: string): unknown {
  try {
    return decodeJsonLine(text)
  } catch {
    return undefined
  }
}

/** Collects the metrics of a JSON value. The texts "NaN" and "Infinity" count as numbers, because wandb writes them. */
export function collectMetrics(value: unknown, name = ''): Map<string, Metric> {
  const metrics = new Map<string, Metric>()
  function add(part: unknown, path: string, depth: number): void {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) metrics.set(path, readMetric(part))
    else if (depth <= maxDepth) {
      for (const [key, inner] of Object.entries(part))
        add(inner, path === '' ? key : `${path}.${key}`, depth + 1)
    }
  }
  add(value, name, 1)
  return metrics
}

function readMetric(value: unknown): Metric {
  if (typeof value === 'number') return value
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value)
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 40))}`
  return Array.isArray(value) ? 'a list' : String(value)
}
