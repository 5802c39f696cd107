import type { Outcome, TrialResult } from './executor.ts'
import { rejectedMessage } from './deliver-report.ts'
import { systemError } from './system-error.ts'
import type { Objective, TrialStopped } from './trial.ts'

/** Calls an objective and returns its outcome. Never rejects, whatever the objective throws or returns. */
export async function runObjective(call: () => ReturnType<Objective>): Promise<Outcome> {
  try {
    return outcomeOfResult(await call())
  } catch (error) {
    return outcomeOfError(error)
  }
}

/** The outcome of an objective that threw an error. */
export function outcomeOfError(error: unknown): Outcome {
  // Compared by name, since the objective's module may have its own copies of the classes.
  if (isObject(error) && error.name === 'TrialStopped') {
    const { reason } = error as unknown as TrialStopped
    if (reason === 'pruned') return { kind: 'pruned' }
    if (reason === 'canceled') return { kind: 'canceled' }
    return { kind: 'lost', message: rejectedMessage }
  }
  if (isObject(error) && error.name === 'TrialCrashed')
    return { kind: 'crash', message: String(error.message) }
  if (isObject(error) && typeof error.message === 'string') {
    const message = error.message === '' ? String(error.name) : error.message
    return {
      kind: 'error',
      message,
      ...(typeof error.stack === 'string' && { stack: error.stack }),
      ...systemError(error),
    }
  }
  return { kind: 'error', message: String(error) }
}

function outcomeOfResult(result: number | TrialResult): Outcome {
  const value: unknown = isObject(result) ? result.value : result
  if (typeof value !== 'number') {
    const got = isObject(result) ? `an object whose \`value\` is ${kindOf(value)}` : kindOf(value)
    return {
      kind: 'error',
      message: `The objective returned ${got}: expected a number or { value, attributes }.`,
    }
  }
  if (Number.isNaN(value)) {
    return {
      kind: 'error',
      message:
        'The objective returned NaN, which cannot be compared: expected a number. ' +
        'Return Infinity or -Infinity as the worst value.',
    }
  }
  const attributes = isObject(result) ? result.attributes : undefined
  if (attributes === undefined) return { kind: 'complete', value }
  try {
    // The same attributes as read from a journal, in whichever process the objective ran.
    return { kind: 'complete', value, attributes: JSON.parse(JSON.stringify(attributes)) }
  } catch (error) {
    const { message } = error as Error
    return { kind: 'error', message: `\`attributes\` of the result must be plain JSON: ${message}` }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function kindOf(value: unknown): string {
  return value === null || value === undefined ? String(value) : `a ${typeof value}`
}
