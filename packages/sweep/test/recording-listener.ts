import type { AttemptListener } from '../src/executors/executor.ts'

/** A listener that answers by step, and keeps what it hears. */
export interface RecordingListener extends AttemptListener {
  readonly reports: { readonly lease: string; readonly step: number; readonly value: number }[]
  /** Resolves with the value that is reported for a step. */
  value(step: number): Promise<number>
}

/** @param answer To a report, by its step. Default: always to go on */
export function recordingListener(
  answer: (step: number) => ReturnType<AttemptListener['onReport']> = () => 'continue',
): RecordingListener {
  const reports: RecordingListener['reports'] = []
  const hearers: (() => void)[] = []
  return {
    reports,
    onReport(lease, step, value) {
      reports.push({ lease, step, value })
      hearers.splice(0).forEach((hear) => hear())
      return answer(step)
    },
    async value(step) {
      for (;;) {
        const report = reports.find((candidate) => candidate.step === step)
        if (report !== undefined) return report.value
        await new Promise<void>((resolve) => hearers.push(resolve))
      }
    },
  }
}
