/** Numbers by name; of objects within objects, names have dots. */
export type Metrics = ReadonlyMap<string, number>

/**
 * Reads the numbers of a line that is a JSON object, such as `{"epoch": 1, "val": {"loss": 0.3}}`.
 *
 * @returns The numbers, or nothing if the line is something else
 */
export function parseMetrics(line: string): Metrics | undefined {
  const text = line.trim()
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined
  const value = parseJson(text)
  return value === undefined ? undefined : collectNumbers(value)
}

/** JSON as Python writes it, hence with bare NaN and Infinity; undefined if it is none. */
export function parseJson(text: string): unknown {
  // Strings are matched so that nothing within them is.
  const standard = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (match) =>
    match.startsWith('"') ? match : `"${match}"`,
  )
  try {
    return JSON.parse(standard)
  } catch {
    return undefined
  }
}

/** All numbers in a value of JSON; "NaN" and "Infinity" as text are such, too. */
export function collectNumbers(value: unknown, name = '', numbers: Map<string, number> = new Map()): Metrics {
  if (typeof value === 'number') numbers.set(name, value)
  else if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') numbers.set(name, Number(value))
  else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) {
      collectNumbers(inner, name === '' ? key : `${name}.${key}`, numbers)
    }
  }
  return numbers
}

/** The step of metrics, if they have one: `epoch`, `step` or `_step`, a whole number from 0. */
export function stepOf(metrics: Metrics): number | undefined {
  return ['epoch', 'step', '_step']
    .map((key) => metrics.get(key))
    .find((step) => Number.isSafeInteger(step) && step! >= 0)
}
