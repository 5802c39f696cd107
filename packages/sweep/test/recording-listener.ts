import type { AttemptListener } from '../src/executors/executor.ts'

/** A listener that records the reports it receives. */
export interface RecordingListener extends AttemptListener {
  readonly reports: { readonly lease: string; readonly step: number; readonly value: number }[]
  /** Resolves with the value that is reported at a step. */
  value(step: number): Promise<number>
}

/** @param answer Returns the answer to the report of a step. Default: always 'continue' */
export function recordingListener(
  answer: (step: number) => ReturnType<AttemptListener['onReport']> = () => 'continue',
): RecordingListener {
  const reports: RecordingListener['reports'] = []
  const waiting: (() => void)[] = []
  return {
    reports,
    onReport(lease, step, value) {
      reports.push({ lease, step, value })
      waiting.splice(0).forEach((resolve) => resolve())
      return answer(step)
    },
    async value(step) {
      for (;;) {
        const report = reports.find((candidate) => candidate.step === step)
        if (report !== undefined) return report.value
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
  }
}
