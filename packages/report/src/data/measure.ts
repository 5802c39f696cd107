import { number, percent, points } from '../values/format-numbers.ts'
import { measuredSplit } from './measured-split.ts'
import type { ReportGroup, ReportMeasure } from '../input/report-input.ts'

/** What runs are compared by, and how it is written. */
export interface Measure extends Required<ReportMeasure> {
  /** `test accuracy` */
  readonly name: string
  /** What a value is multiplied with on an axis. */
  readonly scale: number
  /** The unit on an axis. */
  readonly unit: string
  /** What an axis must not go beyond. */
  readonly within: readonly [number, number]
  /** How far from the median of all a value is always on the axis of a chart, in units of the axis. */
  near(median: number): number
  format(value: number | undefined): string
  /** With its sign. */
  formatDifference(difference: number): string
}

/** The measure of each group: its own, or the accuracy on the images that the others are measured on. */
export function measuresOf(groups: readonly ReportGroup[]): Measure[] {
  const split = measuredSplit(groups.filter(({ measure }) => measure === undefined))
  const known = new Map<string, Measure>()
  return groups.map(({ measure = { split, metric: 'accuracy' } }) => {
    const full = fill(measure)
    const key = `${full.direction} ${full.name}`
    if (!known.has(key)) known.set(key, full)
    return known.get(key) as Measure
  })
}

/** Which values of a measure are better. */
function directionOf({ metric, direction }: ReportMeasure): 'minimize' | 'maximize' {
  return direction ?? (metric === 'accuracy' ? 'maximize' : 'minimize')
}

function fill(measure: ReportMeasure): Measure {
  const { split, metric } = measure
  const isAccuracy = metric === 'accuracy'
  return {
    split,
    metric,
    direction: directionOf(measure),
    name: `${split === 'train' ? 'training' : split} ${metric}`,
    scale: isAccuracy ? 100 : 1,
    unit: isAccuracy ? '%' : 'loss',
    within: [0, isAccuracy ? 100 : Infinity],
    near: isAccuracy ? () => 5 : (median) => 2 * Math.abs(median),
    format: isAccuracy ? percent : (value) => number(value),
    formatDifference: isAccuracy
      ? points
      : (difference) => `${difference > 0 ? '+' : ''}${number(difference, 3).replace('-', '\u2212')}`,
  }
}
