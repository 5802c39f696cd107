import { exhaustion } from '../executors/exhaustion.ts'
import type { AttemptListener, Executor, Outcome, RunningAttempt } from '../executors/executor.ts'
import { checkInteger } from '../parameters/check.ts'
import type { Failure, StudyTrial } from '../study/study-trial.ts'
import type { Study, TrialEnd } from './study.ts'

/** Options of `runStudy()`. */
export interface RunStudyOptions {
  /** The number of trials that run at a time; at most the study's `parallelism`. Default 1. */
  readonly workers?: number
  /** The number of times a trial is restarted after its process crashed or was lost. Default 1. */
  readonly retryOnCrash?: number
  /** The number of times a trial is restarted after its objective threw. Default 0. */
  readonly retryOnError?: number
  /** Whether trials that failed before this call are run again. Default false. */
  readonly retryFailed?: boolean
  /** Ends the study early: no trial is started once the mean of a configuration is as good as this value. Default: never. */
  readonly target?: number
  /** Returns the folder for the files of a trial. Default: trials have no folder. */
  readonly folderOf?: (trial: StudyTrial) => string
  /** Stops the study. Running trials are canceled, and continue when the study is run again. */
  readonly signal?: AbortSignal
  /** Called with every event of the study. */
  readonly onEvent?: (event: StudyEvent) => void
}

/** An event of a running study: a trial was started, reported a value, sent a warning, was restarted, or ended. */
export type StudyEvent =
  | { readonly type: 'start'; readonly trial: StudyTrial }
  | { readonly type: 'report'; readonly trial: StudyTrial; readonly step: number; readonly value: number }
  | { readonly type: 'warning'; readonly trial: StudyTrial; readonly message: string }
  | { readonly type: 'restart'; readonly trial: StudyTrial; readonly failure: Failure }
  | { readonly type: 'end'; readonly trial: StudyTrial }

/**
 * Runs the trials of a study until all have ended, starting with trials that an earlier call left running. Each trial ends exactly
 * once: reports of an abandoned attempt are rejected.
 *
 * @returns Whether the study is complete; false if the signal stopped it
 * @throws {Error} If the disk is full, no more processes can be started, the journal cannot be written, or the sampler fails. Running
 *   trials are canceled first
 *
 * @example
 * const executor = inProcessExecutor<{ x: number }>((trial) => trial.configuration.x ** 2)
 * await runStudy(study, executor, { workers: 2 })
 */
export async function runStudy(
  study: Study,
  executor: Executor,
  options: RunStudyOptions = {},
): Promise<boolean> {
  const { workers = 1, retryFailed = false, target, folderOf, signal, onEvent = () => {} } = options
  checkInteger('workers', workers, 1)
  const limit = Math.min(workers, study.parallelism)
  /** Trials that earlier calls left running, and failed trials to run again, by slot. */
  const waiting = study.slots.filter(
    ({ state }) => state === 'running' || (retryFailed && state === 'failed'),
  )
  const running = new Map<number, Running>()
  let fault: { readonly error: unknown } | undefined

  function cancelAll(): void {
    for (const { attempt } of running.values()) attempt.cancel()
  }

  function failWith(error: unknown): void {
    fault ??= { error }
    cancelAll()
  }

  /** Creates the listener of a trial's attempts. It rejects messages of an attempt that is no longer running. */
  function listenerOf(number: number): AttemptListener {
    return {
      onReport(lease, step, value) {
        if (fault || running.get(number)?.lease !== lease) return 'rejected'
        try {
          const isPruned = study.report(number, step, value)
          onEvent({ type: 'report', trial: study.trials[number], step, value })
          return isPruned ? 'prune' : 'continue'
        } catch (error) {
          failWith(error)
          return 'rejected'
        }
      },
      onWarning(lease, message) {
        if (running.get(number)?.lease !== lease) return
        try {
          onEvent({ type: 'warning', trial: study.trials[number], message })
        } catch (error) {
          failWith(error)
        }
      },
    }
  }

  function start(trial: StudyTrial): void {
    const { number, attempts, configuration, seed } = trial
    const lease = `${number}.${attempts}`
    const folder = folderOf?.(trial)
    const attempt = executor.start(
      { trial: number, attempt: attempts, lease, configuration, seed, folder },
      listenerOf(number),
    )
    const ended = attempt.outcome.then((outcome) => {
      running.delete(number)
      if (!fault) settle(number, outcome)
    })
    running.set(number, { lease, attempt, ended: ended.catch(failWith) })
    onEvent({ type: 'start', trial })
  }

  /** Ends or restarts a trial. If the study was stopped, a failed trial is left running: it continues when the study is run again. */
  function settle(number: number, outcome: Outcome): void {
    if (outcome.kind === 'canceled' && signal?.aborted) return
    const decision = decide(outcome, study.trials[number], options)
    if ('end' in decision) {
      study.tell(number, decision.end)
      onEvent({ type: 'end', trial: study.trials[number] })
    } else if (!signal?.aborted) {
      const { failure } = decision
      const again = study.restart(number, failure)
      onEvent({ type: 'restart', trial: again, failure })
      start(again)
    }
  }

  function hasReachedTarget(): boolean {
    const best = target === undefined ? undefined : study.best()
    if (best === undefined) return false
    return study.direction === 'minimize' ? best.value! <= target! : best.value! >= target!
  }

  function takeNext(): StudyTrial | 'wait' | 'done' {
    const [first] = waiting
    if (first === undefined) return hasReachedTarget() ? 'done' : study.ask()
    // As in `ask()`: decisions about a trial depend on trials this far before it, which have to end first.
    const horizon = first.slot - study.parallelism
    if (study.slots.some(({ state, slot }) => state === 'running' && slot <= horizon)) return 'wait'
    waiting.shift()
    return first.state === 'running' ? study.restart(first.number) : study.retry(first.number)
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

  const endOfAll = (): Promise<void>[] => Array.from(running.values(), ({ ended }) => ended)

  signal?.addEventListener('abort', cancelAll, { once: true })
  try {
    while (!fault && !signal?.aborted) {
      const state = fill()
      if (running.size === 0 && state === 'done') return true
      await Promise.race(endOfAll())
    }
  } catch (error) {
    failWith(error)
  } finally {
    signal?.removeEventListener('abort', cancelAll)
    cancelAll()
    await Promise.all(endOfAll())
  }
  if (fault) throw fault.error
  // The signal may have come when the last trial had ended.
  return study.slots.length === study.trialCount && study.slots.every(({ state }) => state !== 'running')
}

interface Running {
  readonly lease: string
  readonly attempt: RunningAttempt
  /** Resolves when the trial has been ended or started again. */
  readonly ended: Promise<void>
}

/** The decision about a trial after an attempt: the trial ends, or is restarted after a failure. */
type Decision = { readonly end: TrialEnd } | { readonly failure: Failure }

/** Decides how a trial proceeds after an attempt. @throws {Error} If the cause is not the trial and the study cannot continue */
function decide(
  outcome: Outcome,
  { number, attempts, failures }: StudyTrial,
  { retryOnCrash = 1, retryOnError = 0 }: RunStudyOptions,
): Decision {
  switch (outcome.kind) {
    case 'complete':
      return { end: { state: 'complete', value: outcome.value, attributes: outcome.attributes } }
    case 'pruned':
      return { end: { state: 'pruned', attributes: outcome.attributes } }
    case 'canceled':
      throw new Error(
        `Trial ${number} was canceled, but not by its study: its executor was closed, or its objective itself threw ` +
          'TrialStopped. The trial continues when the study is run again.',
      )
  }
  const shortage = exhaustion(outcome)
  if (shortage) {
    throw new Error(
      `Trial ${number} found ${shortage.problem}: ${outcome.message.replace(/\.$/, '')}. ${shortage.advice}, ` +
        'then run the study again: it continues where it stopped.',
    )
  }
  const failure: Failure = { kind: outcome.kind, message: outcome.message, attempt: attempts }
  const retries = { error: retryOnError, crash: retryOnCrash, lost: retryOnCrash, timeout: 0 }
  const similar = failures.filter(({ kind }) => causeOf(kind) === causeOf(failure.kind)).length
  return similar < retries[failure.kind] ? { failure } : { end: { state: 'failed', failure } }
}

/** Crashed and lost attempts share their retries. */
function causeOf(kind: Failure['kind']): string {
  return kind === 'lost' ? 'crash' : kind
}
