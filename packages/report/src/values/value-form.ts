import { number, percent } from './format-numbers.ts'

/** The form in which values of a metric are written and drawn. */
export interface ValueForm {
  /** The factor that converts a value to units of an axis: 100 for percentages. */
  readonly factor: number
  /** The limits of an axis, in units of the axis. */
  readonly within: readonly [number, number]
  /** Formats a value. Returns an empty text for undefined. */
  format(value: number | undefined): string
}

/** The form of fractions, such as accuracies: percentages. */
export const fractionForm: ValueForm = { factor: 100, within: [0, 100], format: percent }

/** The form of all other numbers. */
export const numberForm: ValueForm = {
  factor: 1,
  within: [-Infinity, Infinity],
  format: (value) => number(value),
}

/**
 * Returns whether values of a metric are written as percentages: whether the name of the metric ends with "accuracy" and all
 * values are in [0, 1]. Values that are absent or not finite are ignored.
 */
export function isPercentage(metric: string, values: readonly (number | undefined)[]): boolean {
  const isFraction = (value = NaN): boolean => !Number.isFinite(value) || (value >= 0 && value <= 1)
  return /accuracy$/i.test(metric) && values.every(isFraction)
}
