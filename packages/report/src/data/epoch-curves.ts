import type { ReportGroup } from '../input/report-input.ts'
import type { Metric, Split } from '../input/run-data.ts'
import { evenly } from '../values/evenly.ts'
import { groupBy } from '../values/group-by.ts'
import { spreadOf, type Spread } from '../values/moments.ts'

/** A metric by epoch: its mean and range over the runs that have a value for the epoch. */
export type Curve = ReadonlyMap<number, Spread>

/** The curve of a metric over a group's runs. */
export function curveOf(
  { runs }: Pick<ReportGroup, 'runs'>,
  { split, metric }: { readonly split: Split; readonly metric: Metric },
): Curve {
  const points = runs.flatMap(({ epochs }) =>
    epochs.flatMap((record) => {
      const value = record[split]?.[metric]
      return value === undefined ? [] : [{ epoch: record.epoch, value }]
    }),
  )
  return new Map(
    [...groupBy(points, ({ epoch }) => epoch)].map(([epoch, members]) => [
      epoch,
      spreadOf(members.map(({ value }) => value)) as Spread,
    ]),
  )
}

/** Every epoch of a group's runs and its reference, ascending. */
export function epochsOf({ runs, reference }: ReportGroup): number[] {
  const records: readonly { readonly epoch: number }[] = [
    ...runs.flatMap(({ epochs }) => epochs),
    ...(reference?.epochs ?? []),
  ]
  return [...new Set(records.map(({ epoch }) => epoch))].sort((a, b) => a - b)
}

/** The epochs to draw: all but epoch 0, before training, whose values would squeeze the others; epoch 0 if it is alone. */
export function epochsToDraw(epochs: readonly number[]): number[] {
  const trained = epochs.filter((epoch) => epoch > 0)
  return trained.length > 0 ? trained : [...epochs]
}

/** At most 200 of the epochs: more could not be told apart. */
export function thinEpochs(epochs: readonly number[]): readonly number[] {
  return evenly(epochs, 200)
}
