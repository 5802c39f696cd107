import { evenly } from '../values/evenly.ts'
import { spreadOf, type Spread } from '../values/moments.ts'
import type { EpochRecord, EpochScores } from '../input/run-data.ts'
import type { ReportGroup } from '../input/report-input.ts'

export type Split = 'train' | 'test' | 'validation'
export type Metric = 'accuracy' | 'loss'

/** A metric by epoch, over the runs that have it. */
export type Curve = ReadonlyMap<number, Spread>

export function curveOf(
  { runs }: Pick<ReportGroup, 'runs'>,
  { split, metric }: { readonly split: Split; readonly metric: Metric },
): Curve {
  const values = new Map<number, number[]>()
  for (const run of runs) {
    for (const record of run.epochs) {
      const value = record[split]?.[metric]
      if (value === undefined) continue
      const known = values.get(record.epoch)
      if (known) known.push(value)
      else values.set(record.epoch, [value])
    }
  }
  return new Map([...values].map(([epoch, list]) => [epoch, spreadOf(list) as Spread]))
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

/** Epochs to draw or list, of more than anybody can see. */
export function thinEpochs(epochs: readonly number[]): readonly number[] {
  return evenly(epochs, 200)
}

/** A run's last scores on a split that have a metric. */
export function lastScores(
  epochs: readonly EpochRecord[],
  split: Split,
  metric: Metric,
): EpochScores | undefined {
  return epochs.findLast((record) => record[split]?.[metric] !== undefined)?.[split]
}
