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
