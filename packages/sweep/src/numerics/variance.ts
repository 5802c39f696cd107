import { mean } from './mean.ts'

/** The variance of two or more numbers around their mean, divided by n − 1. */
export function variance(values: readonly number[]): number {
  const center = mean(values)
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1)
}
