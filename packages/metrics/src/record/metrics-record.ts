/**
 * Named numbers, for example the `loss` and `accuracy` of one data set. An undefined value counts as absent. Spread an object if
 * its type is an interface: `{ ...evaluation }`.
 */
export type MetricsGroup = { readonly [name: string]: number | undefined }

/**
 * The metrics of one step: numbers, and one level of groups of numbers.
 *
 * Names are not empty and contain neither control characters nor `/`. In flat records, `/` joins the name of a group with the
 * name of a metric: `train/loss`. Fractions, such as accuracies, are in [0, 1].
 *
 * @example
 * const record: MetricsRecord = {
 *   epoch: 1,
 *   step: 1875,
 *   train: { loss: 0.0743, accuracy: 0.977433 },
 *   test: { loss: 0.0636, accuracy: 0.9811 },
 *   learningRate: 0.0003,
 *   seconds: 3.1,
 * }
 */
export interface MetricsRecord {
  /** The number of optimizer steps so far, a non-negative integer. */
  readonly step: number
  /** The number of epochs so far; 0 for the untrained model. */
  readonly epoch?: number
  readonly train?: MetricsGroup
  readonly validation?: MetricsGroup
  readonly test?: MetricsGroup
  readonly [name: string]: number | MetricsGroup | undefined
}

/**
 * Checks a value of unknown type, such as a record read from a file.
 *
 * @throws {TypeError} If the value is not an object of numbers and groups of numbers, or a name is not allowed
 * @throws {RangeError} If `step` is not a non-negative integer
 */
export function checkRecord(value: unknown): asserts value is MetricsRecord {
  if (!isObject(value)) {
    throw new TypeError(`Metrics record must be an object with a \`step\`, got ${describe(value)}.`)
  }
  for (const [name, metric] of Object.entries(value)) {
    if (isObject(metric)) {
      for (const [inner, number] of Object.entries(metric)) checkMetric(number, [name, inner])
    } else {
      checkMetric(metric, [name])
    }
  }
  if (!Number.isSafeInteger(value.step) || (value.step as number) < 0) {
    throw new RangeError(`\`step\` must be a non-negative integer, got ${describe(value.step)}.`)
  }
}

/**
 * Flattens a record. Metrics keep their order; absent metrics are left out.
 *
 * @example
 * flattenRecord({ step: 3, train: { loss: 0.5 } }) // { step: 3, 'train/loss': 0.5 }
 */
export function flattenRecord(record: MetricsRecord): Record<string, number> {
  const flat = Object.entries(record).flatMap(([name, metric]): [string, number | undefined][] =>
    typeof metric === 'object'
      ? Object.entries(metric).map(([inner, number]) => [`${name}/${inner}`, number])
      : [[name, metric]],
  )
  return Object.fromEntries(flat.filter((entry): entry is [string, number] => entry[1] !== undefined))
}

function checkMetric(value: unknown, path: readonly string[]): void {
  const bad = path.find((name) => !/^[^/\p{Cc}]+$/u.test(name))
  if (bad !== undefined) {
    throw new TypeError(
      `Metric name ${JSON.stringify(bad)} is not allowed: expected no "/" and no control characters.`,
    )
  }
  if (value !== undefined && typeof value !== 'number') {
    throw new TypeError(`Metric \`${path.join('/')}\` must be a number, got ${describe(value)}.`)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function describe(value: unknown): string {
  return typeof value === 'object' || typeof value === 'string' ? JSON.stringify(value) : String(value)
}
