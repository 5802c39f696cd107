import type { SystemError } from './executor.ts'

/** The system's code of an error, or of the one that caused it, if there is one. */
export function systemError(error: unknown): SystemError {
  for (let reason = error; typeof reason === 'object' && reason !== null;) {
    const { code, cause } = reason as { code?: unknown; cause?: unknown }
    if (typeof code === 'string') return { code }
    reason = cause
  }
  return {}
}
