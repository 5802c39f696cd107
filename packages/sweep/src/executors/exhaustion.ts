import type { Outcome } from './executor.ts'

/** A resource of the machine that has run out. */
export interface Exhaustion {
  /** The problem, to follow "found": `the disk full`. */
  readonly problem: string
  /** The advice to the user, as the start of a sentence. */
  readonly advice: string
}

const diskFull: Exhaustion = { problem: 'the disk full', advice: 'Free some space' }
const tooManyFiles: Exhaustion = {
  problem: 'too many files open',
  advice: 'Raise the limit (`ulimit -n`) or use fewer workers',
}

/** Codes of exhausted resources, whichever system call failed. */
const ofAnyCall: Readonly<Record<string, Exhaustion>> = { ENOSPC: diskFull, EDQUOT: diskFull }

/** Codes of exhausted resources if a process could not be started. With other system calls, the objective may be at fault. */
const ofStarting: Readonly<Record<string, Exhaustion>> = {
  EMFILE: tooManyFiles,
  ENFILE: tooManyFiles,
  EAGAIN: {
    problem: 'too many processes running',
    advice: 'End some, raise the limit (`ulimit -u`, or that of the container), or use fewer workers',
  },
  ENOMEM: { problem: 'no memory left for a process', advice: 'Free some memory or use fewer workers' },
}

/**
 * Returns the resource whose exhaustion made an attempt fail, so that every other trial would fail as well; `undefined` if there is
 * none.
 *
 * A crash has a code only if its process could not be started.
 */
export function exhaustion(outcome: Outcome): Exhaustion | undefined {
  if (!('code' in outcome) || outcome.code === undefined) return undefined
  const isOfStarting = outcome.kind === 'crash' || /^spawn\b/.test(outcome.syscall ?? '')
  return ofAnyCall[outcome.code] ?? (isOfStarting ? ofStarting[outcome.code] : undefined)
}
