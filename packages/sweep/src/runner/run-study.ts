import type { Executor, Outcome, RunningAttempt } from '../executors/executor.ts'
import { exhaustion } from '../executors/exhaustion.ts'
import type { Failure, StudyTrial } from '../study/study-trial.ts'
import type { Study } from './study.ts'

export interface RunStudyOptions {
  /** Trials that run at a time; at most the study's `parallelism`. Default: 1. */
  readonly workers?: number
  /** How often a trial is started again after its process crashed or was lost. Default: 1. */
  readonly retryOnCrash?: number
  /** How often a trial is started again after its objective threw. Default: 0. */
  readonly retryOnError?: number
  /** Whether to run trials again that failed before this call. Default: false. */
  readonly retryFailed?: boolean
  /** Ends the study early: no trial is started once a configuration has a mean as good as this. Default: none. */
  readonly target?: number
  /** The folder of a trial, for its files. Default: none. */
  readonly folderOf?: (trial: StudyTrial) => string
  /** Stops the study; what runs is cancelled, and goes on when the study is run again. */
  readonly signal?: AbortSignal
  readonly onEvent?: (event: StudyEvent) => void
}

/** Something happened to a trial. */
export type StudyEvent =
  | { readonly type: 'start'; readonly trial: StudyTrial }
  | { readonly type: 'report'; readonly trial: StudyTrial; readonly step: number; readonly value: number }
  | { readonly type: 'warning'; readonly trial: StudyTrial; readonly message: string }
  | { readonly type: 'restart'; readonly trial: StudyTrial; readonly failure: Failure }
  | { readonly type: 'end'; readonly trial: StudyTrial }

/**
 * Runs the trials of a study until all have ended, interrupted ones of an earlier call first. Each trial ends exactly
 * once: whoever reports for an attempt that was given up is refused.
 *
 * @returns Whether the study is done; false if it was stopped by the signal
 * @throws {Error} If the disk is full, the system starts no more processes, the journal cannot be written, or the sampler
 * fails; what runs is cancelled before
 * @example
 * const executor = inProcessExecutor<{ x: number }>((trial) => trial.configuration.x ** 2)
 * await runStudy(study, executor, { workers: 2 })
 */
export async function runStudy(
  study: Study,
  executor: Executor,
  options: RunStudyOptions = {},
): Promise<boolean> {
  const { workers = 1, retryOnCrash = 1, retryOnError = 0, retryFailed = false } = options
  const { target, folderOf, signal, onEvent = () => {} } = options
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new RangeError(`\`workers\` must be an integer from 1, got ${workers}.`)
  }
  const limit = Math.min(workers, study.parallelism)
  /** What earlier calls have left, by slot. */
  const waiting = study.slots.filter(
    ({ state }) => state === 'running' || (retryFailed && state === 'failed'),
  )
  const running = new Map<
    number,
    { readonly lease: string; readonly attempt: RunningAttempt; ended: Promise<void> }
  >()
  let fault: { readonly error: unknown } | undefined

  function cancelAll(): void {
    for (const { attempt } of running.values()) attempt.cancel()
  }
  function failWith(error: unknown): void {
    fault ??= { error }
    cancelAll()
  }

  function start(trial: StudyTrial): void {
    const { number, attempts, configuration, seed } = trial
    const lease = `${number}.${attempts}`
    const attempt = executor.start(
      { trial: number, attempt: attempts, lease, configuration, seed, folder: folderOf?.(trial) },
      {
        onReport: (from, step, value) => hear(number, from, step, value),
        onWarning(from, message) {
          if (running.get(number)?.lease !== from) return
          try {
            onEvent({ type: 'warning', trial: study.trials[number], message })
          } catch (error) {
            failWith(error)
          }
        },
      },
    )
    const ended = attempt.outcome.then((outcome) => {
      running.delete(number)
      if (!fault) settle(trial, outcome)
    })
    running.set(number, { lease, attempt, ended: ended.catch(failWith) })
    onEvent({ type: 'start', trial })
  }

  function hear(
    number: number,
    lease: string,
    step: number,
    value: number,
  ): 'continue' | 'prune' | 'rejected' {
    if (fault || running.get(number)?.lease !== lease) return 'rejected'
    try {
      const isBad = study.report(number, step, value)
      onEvent({ type: 'report', trial: study.trials[number], step, value })
      return isBad ? 'prune' : 'continue'
    } catch (error) {
      failWith(error)
      return 'rejected'
    }
  }

  function settle({ number }: StudyTrial, outcome: Outcome): void {
    const { attempts, failures } = study.trials[number]
    switch (outcome.kind) {
      case 'cancelled':
        if (signal?.aborted) return
        throw new Error(
          `Trial ${number} was cancelled, but not by its study: its executor was closed, or its objective threw ` +
            'TrialStopped by itself. It goes on when the study is run again.',
        )
      case 'complete':
        study.tell(number, { state: 'complete', value: outcome.value, attributes: outcome.attributes })
        break
      case 'pruned':
        study.tell(number, { state: 'pruned', attributes: outcome.attributes })
        break
      default: {
        const exhausted = exhaustion(outcome)
        if (exhausted) {
          const { what, advice } = exhausted
          throw new Error(
            `Trial ${number} found ${what}: ${outcome.message.replace(/\.$/, '')}. ${advice}, then run the study again: ` +
              'it goes on where it stopped.',
          )
        }
        const failure: Failure = { kind: outcome.kind, message: outcome.message, attempt: attempts }
        const isCrash = outcome.kind === 'crash' || outcome.kind === 'lost'
        const allowed = isCrash ? retryOnCrash : outcome.kind === 'error' ? retryOnError : 0
        const sofar = failures.filter(
          ({ kind }) => (kind === 'error') === !isCrash && kind !== 'timeout',
        ).length
        if (sofar < allowed) {
          if (signal?.aborted) return // it goes on when the study is run again
          const again = study.restart(number, failure)
          onEvent({ type: 'restart', trial: again, failure })
          start(again)
          return
        }
        study.tell(number, { state: 'failed', failure })
      }
    }
    onEvent({ type: 'end', trial: study.trials[number] })
  }

  function isGoodEnough(): boolean {
    const best = target === undefined ? undefined : study.best()
    if (best === undefined) return false
    return study.direction === 'minimize' ? best.value! <= target! : best.value! >= target!
  }

  function takeNext(): StudyTrial | 'wait' | 'done' {
    const [left] = waiting
    if (left === undefined) return isGoodEnough() ? 'done' : study.ask()
    // As `ask()`: what is decided of a trial depends on those so far before it, which have to end first.
    const horizon = left.slot - study.parallelism
    if (study.slots.some(({ state, slot }) => state === 'running' && slot <= horizon)) return 'wait'
    waiting.shift()
    return left.state === 'running' ? study.restart(left.number) : study.retry(left.number)
  }

  function fill(): 'wait' | 'done' {
    while (running.size < limit) {
      const next = takeNext()
      if (next === 'wait' && running.size === 0)
        throw new Error('The study waits for trials, but none is running.')
      if (next === 'wait' || next === 'done') return next
      start(next)
    }
    return 'wait'
  }

  signal?.addEventListener('abort', cancelAll, { once: true })
  try {
    while (!fault && !signal?.aborted) {
      const state = fill()
      if (running.size === 0 && state === 'done') return true
      await Promise.race([...running.values()].map(({ ended }) => ended))
    }
  } catch (error) {
    failWith(error)
  } finally {
    signal?.removeEventListener('abort', cancelAll)
    cancelAll()
    await Promise.all([...running.values()].map(({ ended }) => ended))
  }
  if (fault) throw fault.error
  // Asked to stop when the last trial had ended.
  return study.slots.length === study.trialCount && study.slots.every(({ state }) => state !== 'running')
}
