import type { Outcome } from './executor.ts'

/** A resource of the machine that has run out. */
export interface Exhaustion {
  /** To follow "found": `the disk full`. */
  readonly problem: string
  /** What the user can do, as the start of a sentence. */
  readonly advice: string
}

const diskFull: Exhaustion = { problem: 'the disk full', advice: 'Free some space' }
const tooManyFiles: Exhaustion = {
  problem: 'too many files open',
  advice: 'Raise the limit (`ulimit -n`) or use fewer workers',
}

/** Codes that no trial can do anything about. */
const ofAnyCall: Readonly<Record<string, Exhaustion>> = { ENOSPC: diskFull, EDQUOT: diskFull }

/** Codes that the next trial meets as well if they come from starting a process. Otherwise the objective may be at fault. */
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
 * The resource whose exhaustion made an attempt fail; `undefined` if there is none. Every other trial would fail as well.
 *
 * A crash has a code only if its process could not be started.
 */
export function exhaustion(outcome: Outcome): Exhaustion | undefined {
  if (!('code' in outcome) || outcome.code === undefined) return undefined
  const isOfStarting = outcome.kind === 'crash' || /^spawn\b/.test(outcome.syscall ?? '')
  return ofAnyCall[outcome.code] ?? (isOfStarting ? ofStarting[outcome.code] : undefined)
}
