import type { ReportGroup } from '../input/report-input.ts'
import type { Metric, Split } from '../input/run-data.ts'
import { evenly } from '../values/evenly.ts'
import { groupBy } from '../values/group-by.ts'
import { spreadOf, type Spread } from '../values/moments.ts'

/** The mean and the range of a metric for each epoch, over the runs that have a value for the epoch. */
export type Curve = ReadonlyMap<number, Spread>

/** Returns the curve of a metric over the runs of a group. */
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

/** Returns all epochs of a group's runs and reference, in ascending order. */
export function epochsOf({ runs, reference }: ReportGroup): number[] {
  const records: readonly { readonly epoch: number }[] = [
    ...runs.flatMap(({ epochs }) => epochs),
    ...(reference?.epochs ?? []),
  ]
  return [...new Set(records.map(({ epoch }) => epoch))].sort((a, b) => a - b)
}

/** Returns the epochs to draw: all except epoch 0, whose values would compress the others, unless epoch 0 is the only epoch. */
export function epochsToDraw(epochs: readonly number[]): number[] {
  const trained = epochs.filter((epoch) => epoch > 0)
  return trained.length > 0 ? trained : [...epochs]
}

/** Returns at most 200 of the epochs, since more could not be told apart. */
export function thinEpochs(epochs: readonly number[]): readonly number[] {
  return evenly(epochs, 200)
}
