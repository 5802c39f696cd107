import { createHash } from 'node:crypto'
import { parameterBytes } from '@tunekit/lenet'
import type { LeNet5 } from '@tunekit/lenet'
import type { MetricsRecord } from '@tunekit/metrics'

/** What `summary.json` of a run folder holds; the accuracies are fractions. */
export interface RunSummary {
  readonly validationAccuracy: number | undefined
  readonly validationLoss: number | undefined
  readonly testAccuracy: number | undefined
  readonly testLoss: number | undefined
  readonly trainAccuracy: number | undefined
  readonly trainLoss: number | undefined
  readonly epochs: number | undefined
  readonly parameters: number
  /** Of the float32 little-endian parameters in canonical order. */
  readonly weightsSha256: string
  /** Training alone, without evaluations. */
  readonly secondsPerEpoch: number
}

/** The final figures of a run, from its metrics and its model. */
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
