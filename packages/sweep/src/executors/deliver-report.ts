import type { AttemptListener, Outcome } from './executor.ts'

/** The message of an attempt that is lost because its report was rejected. */
export const rejectedMessage = 'Its report was rejected: its lease is no longer valid.'

/**
 * Delivers a report to a listener. If the listener throws, the report counts as rejected, since the error is not the objective's and
 * must not end the executor.
 *
 * @param onRejected Called with the outcome of the attempt if the report is rejected
 */
export function deliverReport(
  listener: AttemptListener,
  { lease, step, value }: { readonly lease: string; readonly step: number; readonly value: number },
  onRejected: (outcome: Outcome) => void,
): ReturnType<AttemptListener['onReport']> {
  let message = rejectedMessage
  let answer: ReturnType<AttemptListener['onReport']>
  try {
    answer = listener.onReport(lease, step, value)
  } catch (error) {
    answer = 'rejected'
    message = `Its report could not be recorded: ${error instanceof Error ? error.message : String(error)}`
  }
  if (answer === 'rejected') onRejected({ kind: 'lost', message })
  return answer
}
