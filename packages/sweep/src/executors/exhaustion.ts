import type { Outcome } from './executor.ts'

/** What a machine has run out of. */
export interface Exhaustion {
  readonly what: string
  readonly advice: string
}

const diskFull: Exhaustion = { what: 'the disk full', advice: 'Free some space' }
const tooManyFiles: Exhaustion = {
  what: 'too many files open',
  advice: 'Raise the limit (`ulimit -n`) or use fewer workers',
}

/** Which no trial can do anything about. */
const ofAnyCall: Readonly<Record<string, Exhaustion>> = { ENOSPC: diskFull, EDQUOT: diskFull }

/** Which the next trial meets as well if a process cannot be started; an objective may meet them by its own fault. */
const ofStarting: Readonly<Record<string, Exhaustion>> = {
  EMFILE: tooManyFiles,
  ENFILE: tooManyFiles,
  EAGAIN: {
    what: 'too many processes running',
    advice: 'End some, raise the limit (`ulimit -u`, or that of the container), or use fewer workers',
  },
  ENOMEM: { what: 'no memory left for a process', advice: 'Free some memory or use fewer workers' },
}

/**
 * What the machine has run out of, if that is why an attempt failed: every other trial would fail as well.
 *
 * A crash has a code only if its process could not be started.
 */
export function exhaustion(outcome: Outcome): Exhaustion | undefined {
  if (!('code' in outcome) || outcome.code === undefined) return undefined
  const isOfStarting = outcome.kind === 'crash' || /^spawn\b/.test(outcome.syscall ?? '')
  return ofAnyCall[outcome.code] ?? (isOfStarting ? ofStarting[outcome.code] : undefined)
}
