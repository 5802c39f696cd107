import type { AttemptListener, Outcome } from './executor.ts'

/**
 * Hands a report to the listener. A listener that throws refuses: that is not the objective's error, nor may it end the
 * executor.
 *
 * @param onRejected Called with what the attempt then comes to
 */
export function deliverReport(
  listener: AttemptListener,
  { lease, step, value }: { readonly lease: string; readonly step: number; readonly value: number },
  onRejected: (outcome: Outcome) => void,
): ReturnType<AttemptListener['onReport']> {
  let message = 'Its report was rejected: the trial is no longer its own.'
  let answer: ReturnType<AttemptListener['onReport']>
  try {
    answer = listener.onReport(lease, step, value)
  } catch (error) {
    answer = 'rejected'
    message = `Its report could not be taken: ${error instanceof Error ? error.message : String(error)}`
  }
  if (answer === 'rejected') onRejected({ kind: 'lost', message })
  return answer
}
