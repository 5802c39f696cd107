import type { EpochRecord, EpochScores } from './run-data.ts'
import type { ReportGroup } from './report-input.ts'

export type Split = 'train' | 'test' | 'validation'
export type Metric = 'accuracy' | 'loss'

/** Mean and range over runs. */
export interface Spread {
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly n: number
}

/** Mean and range of some numbers; undefined of none. Not a number if one of them is not. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  // Rounding must not put the mean of equal numbers beside them.
  const low = Math.min(...values)
  const high = Math.max(...values)
  return { mean: Math.min(high, Math.max(low, mean)), low, high, n: values.length }
}

/** A metric after an epoch, over the runs that have it. */
export function spreadAt(
  { runs }: ReportGroup,
  epoch: number,
  split: Split,
  metric: Metric,
): Spread | undefined {
  const values = runs.flatMap((run) => {
    const value = run.epochs.find((record) => record.epoch === epoch)?.[split]?.[metric]
    return value === undefined ? [] : [value]
  })
  return spreadOf(values)
}

/** Every epoch of a group's runs and its reference, ascending. */
export function epochsOf({ runs, reference }: ReportGroup): number[] {
  const records: readonly { readonly epoch: number }[] = [
    ...runs.flatMap(({ epochs }) => epochs),
    ...(reference?.epochs ?? []),
  ]
  return [...new Set(records.map(({ epoch }) => epoch))].sort((a, b) => a - b)
}

/** Epochs to draw: not the one before training, which would squeeze the others, unless there is no other. */
export function drawnEpochs(epochs: readonly number[]): number[] {
  const trained = epochs.filter((epoch) => epoch > 0)
  return trained.length > 0 ? trained : [...epochs]
}

/** A run's last scores on a split. */
export function lastScores(epochs: readonly EpochRecord[], split: Split): EpochScores | undefined {
  return epochs.findLast((record) => record[split]?.accuracy !== undefined)?.[split]
}
