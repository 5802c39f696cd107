import type { Trial } from '../src/executors/trial.ts'
import { TrialStopped } from '../src/executors/trial.ts'

export interface FakeTrial extends Trial {
  readonly reports: readonly (readonly [step: number, value: number])[]
  readonly warnings: readonly string[]
}

/** Creates a trial that records its reports and warnings, and is pruned from a step on. */
export function fakeTrial(options: Partial<Trial> & { pruneAt?: number } = {}): FakeTrial {
  const { pruneAt = Infinity, ...fields } = options
  const reports: [number, number][] = []
  const warnings: string[] = []
  return {
    ...{ number: 4, configuration: {}, seed: 11, attempt: 1, signal: new AbortController().signal },
    ...fields,
    reports,
    warnings,
    warn: (message) => void warnings.push(message),
    report(step, value) {
      reports.push([step, value])
      return step >= pruneAt ? Promise.reject(new TrialStopped('pruned')) : Promise.resolve()
    },
  }
}
