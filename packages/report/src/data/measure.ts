import type { ReportGroup, ReportMeasure } from '../input/report-input.ts'
import { number, points } from '../values/format-numbers.ts'
import { fractionForm, numberForm, type ValueForm } from '../values/value-form.ts'
import { measuredSplit } from './measured-split.ts'

/** What runs are compared by, and how its values are written and drawn. */
export interface Measure extends Required<ReportMeasure>, ValueForm {
  /** `test accuracy` */
  readonly name: string
  /** The unit of an axis. */
  readonly unit: string
  /** How far below the median a value never counts as far off, in units of the axis. */
  near(median: number): number
  /** Writes a difference of two values with its sign. */
  formatDifference(difference: number): string
}

/** The measure of each group: its own or, without one, the accuracy on the split that such groups are measured on. */
export function measuresOf(groups: readonly ReportGroup[]): Measure[] {
  const split = measuredSplit(groups.filter(({ measure }) => measure === undefined))
  const known = new Map<string, Measure>()
  return groups.map(({ measure = { split, metric: 'accuracy' } }) => {
    const complete = describeMeasure(measure)
    const key = `${complete.direction} ${complete.name}`
    if (!known.has(key)) known.set(key, complete)
    return known.get(key) as Measure
  })
}

/** Returns the direction in which values of a measure improve: its own, or that of its metric. */
function directionOf({ metric, direction }: ReportMeasure): 'minimize' | 'maximize' {
  return direction ?? (metric === 'accuracy' ? 'maximize' : 'minimize')
}

function describeMeasure(measure: ReportMeasure): Measure {
  const { split, metric } = measure
  const common = { split, metric, direction: directionOf(measure), name: `${split === 'train' ? 'training' : split} ${metric}` } // prettier-ignore
  if (metric === 'accuracy') {
    return { ...common, ...fractionForm, unit: '%', near: () => 5, formatDifference: points }
  }
  return {
    ...common,
    ...numberForm,
    within: [0, Infinity],
    unit: 'loss',
    near: (median) => 2 * Math.abs(median),
    formatDifference: (difference) =>
      `${difference > 0 ? '+' : ''}${number(difference, 3).replace('-', '\u2212')}`,
  }
}
