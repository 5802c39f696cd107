/** Metrics by name; of objects within objects, names have dots. */
export type Metrics = ReadonlyMap<string, Metric>

/** A number, or in words what came instead of one: `the text "0.5"`, `null`. */
export type Metric = number | string

/** How deep metrics may lie within objects. What lies deeper is left out. */
const greatestDepth = 20

/** Control sequences of terminals (ECMA-48, 5.4), such as those that colour text. */
const CONTROL_SEQUENCE = new RegExp(`${String.fromCharCode(27)}\\[[0-?]*[ -/]*[@-~]`, 'g')

/**
 * Reads the metrics of a line that is a JSON object, such as `{"epoch": 1, "val": {"loss": 0.3}}`, coloured or not.
 *
 * @returns The metrics, or nothing if the line is something else
 */
export function parseMetrics(line: string): Metrics | undefined {
  const text = line.replace(CONTROL_SEQUENCE, '').trim()
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined
  const value = parseJson(text)
  return value === undefined ? undefined : collectMetrics(value)
}

/** JSON as Python writes it, hence with bare NaN and Infinity, which become text; undefined if it is none. */
export function parseJson(text: string): unknown {
  return tryJson(text) ?? (/NaN|Infinity/.test(text) ? tryJson(quoteNonFinite(text)) : undefined)
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** In one pass: a regular expression over whole strings overflows the stack, or tries again from every quote. */
function quoteNonFinite(text: string): string {
  const pieces: string[] = []
  let start = 0
  let isString = false
  for (const { index } of text.matchAll(/\\.|"/g)) {
    if (text[index] === '\\') continue
    const piece = text.slice(start, index)
    pieces.push(isString ? piece : piece.replace(/-?\b(?:NaN|Infinity)\b/g, '"$&"'))
    start = index
    isString = !isString
  }
  return [...pieces, text.slice(start).replace(/-?\b(?:NaN|Infinity)\b/g, '"$&"')].join('')
}

/** All that a value of JSON holds; "NaN" and "Infinity" as text are numbers, too. */
export function collectMetrics(value: unknown, name = ''): Map<string, Metric> {
  const metrics = new Map<string, Metric>()
  function add(part: unknown, path: string, depth: number): void {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) metrics.set(path, readMetric(part))
    else if (depth <= greatestDepth) {
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
