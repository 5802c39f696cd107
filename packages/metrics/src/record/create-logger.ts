import { checkRecord, type MetricsRecord } from './metrics-record.ts'

/** How a run ended; `interrupted` if it will be resumed. */
export type RunOutcome = 'success' | 'failure' | 'interrupted'

/** A destination of records. Every method is synchronous and throws if it fails. */
export interface Sink {
  /** The step of the last record of an earlier run that the sink continues; −1 if there is none. */
  readonly lastStep?: number
  /** Writes one record. */
  write(record: MetricsRecord): void
  /** Syncs the records written so far to the disk, for sinks whose `write` does not. */
  flush?(): void
  /** Flushes, then releases files and terminals. Some sinks record the outcome of the run. Default `success`. */
  close(outcome?: RunOutcome): void
}

/** Writes records to sinks; see {@link createLogger}. */
export interface Logger {
  /**
   * Passes one record to every sink.
   *
   * @throws {RangeError} If the step is not greater than the last step; no sink receives the record then
   * @throws {TypeError} If the record is not a metrics record; no sink receives the record then
   */
  log(record: MetricsRecord): void
  /** Flushes every sink. */
  flush(): void
  /**
   * Closes every sink. A second call does nothing.
   *
   * @param outcome How the run ended. Default `success`
   */
  close(outcome?: RunOutcome): void
}

/**
 * Creates a logger that passes records to sinks, in the given order.
 *
 * It is synchronous on purpose: records are rare (one per epoch), and when `log` returns, every sink has written the record,
 * even in a signal handler. If a sink fails, the other sinks still receive the record; then `log` throws the error (an
 * `AggregateError` if several sinks failed).
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
      if (closed) throw new Error('The logger is closed: call log() before close().')
      checkRecord(record)
      if (record.step <= lastStep) {
        throw new RangeError(
          `\`step\` must be greater than ${lastStep}, the last step, got ${record.step}. ` +
            'To log a step again after a resume, open the sinks with `resumeAfter`.',
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
