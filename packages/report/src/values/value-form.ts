import { number, percent } from './format-numbers.ts'

/** How values of a metric are written and drawn. */
export interface ValueForm {
  /** Multiplies a value on an axis: 100 for percentages. */
  readonly factor: number
  /** Ends that an axis must not pass, in units of the axis. */
  readonly within: readonly [number, number]
  /** Writes a value; empty if there is none. */
  format(value: number | undefined): string
}

/** Form of fractions, such as accuracies: percentages. */
export const fractionForm: ValueForm = { factor: 100, within: [0, 100], format: percent }

/** Form of any other numbers. */
export const numberForm: ValueForm = {
  factor: 1,
  within: [-Infinity, Infinity],
  format: (value) => number(value),
}

/**
 * Decides whether values of a metric are written as percentages: if the name of the metric ends with "accuracy", and every
 * value is from 0 to 1. Values that are absent or not finite do not count.
 */
export function isPercentage(metric: string, values: readonly (number | undefined)[]): boolean {
  const isFraction = (value = NaN): boolean => !Number.isFinite(value) || (value >= 0 && value <= 1)
  return /accuracy$/i.test(metric) && values.every(isFraction)
}
