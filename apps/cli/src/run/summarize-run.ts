import { createHash } from 'node:crypto'
import { parameterBytes } from '@tunekit/lenet'
import type { LeNet5 } from '@tunekit/lenet'
import type { MetricsRecord } from '@tunekit/metrics'
import type { RunSummary as ReportedSummary } from '@tunekit/report'

/**
 * The content of `summary.json` in a run folder. Accuracies are fractions; `weightsSha256` is the hash of the float32 little-endian
 * parameters in canonical order; `secondsPerEpoch` is the time of the training steps, without evaluations.
 */
export type RunSummary = ReportedSummary &
  Required<Pick<ReportedSummary, 'parameters' | 'weightsSha256' | 'secondsPerEpoch'>>

/** Computes the final figures of a run from its metrics and its model. */
export function summarizeRun(records: readonly MetricsRecord[], model: LeNet5): RunSummary {
  const last = records.at(-1)
  const trained = records.filter(({ epoch = 0 }) => epoch > 0)
  const seconds = trained.reduce((sum, record) => sum + Number(record['seconds'] ?? 0), 0)
  return {
    validationAccuracy: last?.validation?.['accuracy'],
    validationLoss: last?.validation?.['loss'],
    testAccuracy: last?.test?.['accuracy'],
    testLoss: last?.test?.['loss'],
    trainAccuracy: last?.train?.['accuracy'],
    trainLoss: last?.train?.['loss'],
    epochs: last?.epoch,
    parameters: model.parameterCount,
    weightsSha256: createHash('sha256').update(parameterBytes(model)).digest('hex'),
    secondsPerEpoch: seconds / Math.max(1, trained.length),
  }
}
