import type { ReportGroup, ReportMeasure } from '../input/report-input.ts'
import type { Direction } from '../input/report-study.ts'
import type { Split } from '../input/run-data.ts'
import { number, points } from '../values/format-numbers.ts'
import { fractionForm, numberForm, type ValueForm } from '../values/value-form.ts'

/** The measure by which runs are compared, and the form in which its values are written and drawn. */
export interface Measure extends Required<ReportMeasure>, ValueForm {
  /** The measure in words: `test accuracy`. */
  readonly name: string
  /** The unit of an axis. */
  readonly unit: string
  /** Returns how much worse than the median a value may be without being an outlier, in units of the axis. */
  near(median: number): number
  /** Formats a difference of two values with its sign. */
  formatDifference(difference: number): string
}

/** Returns the measure of each group: its `measure` or, if absent, the accuracy on the split of all groups without one. */
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

/**
 * Returns the split on which groups are compared: the test set if any run was tested, otherwise the validation images, if any
 * run was measured on them. All groups have the same split, since scores on different images cannot be compared.
 */
export function measuredSplit(groups: readonly ReportGroup[]): 'test' | 'validation' {
  const isScored = (split: 'test' | 'validation'): boolean =>
    groups.some(({ runs }) =>
      runs.some(
        ({ summary, epochs }) =>
          summary?.[`${split}Accuracy`] !== undefined ||
          epochs.some((record) => record[split]?.accuracy !== undefined),
      ),
    )
  return !isScored('test') && isScored('validation') ? 'validation' : 'test'
}

/** Returns the adjective for a split, as in `training` images or `test` accuracy. */
export function splitName(split: Split): string {
  return split === 'train' ? 'training' : split
}

function directionOf({ metric, direction }: ReportMeasure): Direction {
  return direction ?? (metric === 'accuracy' ? 'maximize' : 'minimize')
}

function describeMeasure(measure: ReportMeasure): Measure {
  const { split, metric } = measure
  const common = { split, metric, direction: directionOf(measure), name: `${splitName(split)} ${metric}` }
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
