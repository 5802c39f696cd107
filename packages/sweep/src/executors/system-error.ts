import type { SystemError } from './executor.ts'

/** Returns the code and system call of an error, or of the error that caused it. */
export function systemError(error: unknown): SystemError {
  for (let reason = error; typeof reason === 'object' && reason !== null;) {
    const { code, syscall, cause } = reason as { code?: unknown; syscall?: unknown; cause?: unknown }
    if (typeof code === 'string') return { code, ...(typeof syscall === 'string' && { syscall }) }
    reason = cause
  }
  return {}
}
