import { checkRecord, type MetricsRecord } from './metrics-record.ts'

/** How what was logged ended; `interrupted` if it will go on. */
export type RunOutcome = 'success' | 'failure' | 'interrupted'

/** Where records go. Every method works synchronously and throws when it fails. */
export interface Sink {
  /** Step of the last record already there, when the sink continues what an earlier run wrote; −1 if there is none. */
  readonly lastStep?: number
  write(record: MetricsRecord): void
  /** Makes what was written durable, for sinks whose `write` does not. */
  flush?(): void
  /** Flushes and lets go of files and terminals. A sink that keeps it notes how the run ended, by default well. */
  close(outcome?: RunOutcome): void
}

/** What {@link createLogger} returns. */
export interface Logger {
  /**
   * Hands one record to every sink.
   *
   * @throws {RangeError} If its step is not above the last one; then no sink has seen it
   * @throws {TypeError} If it is not a metrics record; then no sink has seen it
   */
  log(record: MetricsRecord): void
  flush(): void
  /**
   * Closes every sink. A second call does nothing.
   *
   * @param outcome How the run ended. Default `success`
   */
  close(outcome?: RunOutcome): void
}

/**
 * Makes a logger that fans records out to sinks, in the order given.
 *
 * It is synchronous on purpose: a record comes once an epoch or a trial step, and when `log` has returned the
 * record is as safe as its sinks make it, also from a signal handler. A sink that fails does not keep the record
 * from the others: all are served, then its error is thrown (an `AggregateError` if several failed).
 *
 * @example
 * const logger = createLogger([jsonlSink('run/metrics.jsonl'), consoleSink()])
 * logger.log({ epoch: 0, step: 0, test: { loss: 2.316, accuracy: 0.1211 } })
 * logger.close()
 */
export function createLogger(sinks: readonly Sink[]): Logger {
  let lastStep = Math.max(-1, ...sinks.map((sink) => sink.lastStep ?? -1))
  let closed = false

  return {
    log(record) {
      if (closed) throw new Error('Logger is closed: log() must come before close().')
      checkRecord(record)
      if (record.step <= lastStep) {
        throw new RangeError(
          `\`step\` must be above ${lastStep}, the last one logged, got ${record.step}. ` +
            'To log it again after a resume, open the sinks with `resumeAfter`.',
        )
      }
      lastStep = record.step
      forAll(sinks, (sink) => sink.write(record))
    },
    flush() {
      forAll(sinks, (sink) => sink.flush?.())
    },
    close(outcome = 'success') {
      if (closed) return
      closed = true
      forAll(sinks, (sink) => sink.close(outcome))
    },
  }
}

function forAll(sinks: readonly Sink[], act: (sink: Sink) => void): void {
  const errors: unknown[] = []
  for (const sink of sinks) {
    try {
      act(sink)
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) {
    const reasons = errors.map((error) => (error instanceof Error ? error.message : String(error)))
    throw new AggregateError(errors, `${errors.length} metric sinks failed: ${reasons.join('; ')}`)
  }
}
