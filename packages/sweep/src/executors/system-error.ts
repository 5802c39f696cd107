import type { SystemError } from './executor.ts'

/** What the system said of an error, or of the one that caused it, if there is one. */
export function systemError(error: unknown): SystemError {
  for (let reason = error; typeof reason === 'object' && reason !== null;) {
    const { code, syscall, cause } = reason as { code?: unknown; syscall?: unknown; cause?: unknown }
    if (typeof code === 'string') return { code, ...(typeof syscall === 'string' && { syscall }) }
    reason = cause
  }
  return {}
}
