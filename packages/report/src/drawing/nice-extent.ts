import { extremes, median } from '../values/moments.ts'

/** Ends of an axis and the distance of its lines. */
export interface Extent {
  readonly min: number
  readonly max: number
  readonly interval: number
}

/**
 * An axis around some numbers, from one round number to another.
 *
 * @param options.lines About how many lines
 * @param options.within What the axis must not go beyond
 */
export function niceExtent(
  values: readonly number[],
  {
    lines = 5,
    within = [-Infinity, Infinity],
  }: { readonly lines?: number; readonly within?: readonly [number, number] } = {},
): Extent {
  const finite = values.filter(Number.isFinite)
  const { low, high } = finite.length > 0 ? extremes(finite) : { low: 0, high: 1 }
  const largest = Math.max(Math.abs(low), Math.abs(high))
  // An axis beyond the largest numbers would end at infinity, and the difference of two of them may be infinite.
  if (largest > 1e307) return enlarged(niceExtent([low / 16, high / 16], { lines, within }))
  // Numbers that differ in the tenth digit only are taken as equal: lines between them would not be round numbers. There
  // are no powers of 10 below 1e-324.
  const isRange = (size: number): boolean => size > Math.max(1e-300, 1e-9 * largest)
  const range = [high - low, Math.abs(low) / 50].find(isRange) ?? 1
  const power = 10 ** Math.floor(Math.log10(range / lines))
  const interval = power * ([1, 2, 5, 10].find((factor) => (factor * power * lines) / range >= 1) ?? 10)
  const at = (count: number): number => Number((count * interval).toPrecision(12))
  const first = Math.floor(low / interval + 1e-9)
  const last = Math.ceil(high / interval - 1e-9)
  return {
    min: Math.max(within[0], at(first === last ? first - 1 : first)),
    max: Math.min(within[1], at(first === last ? last + 1 : last)),
    interval: Number(interval.toPrecision(12)),
  }
}

function enlarged({ min, max, interval }: Extent): Extent {
  const largest = Number.MAX_VALUE
  return { min: Math.max(-largest, 16 * min), max: Math.min(largest, 16 * max), interval: 16 * interval }
}

/**
 * Where an axis can be cut off below, so that a run that failed does not squeeze the others: six times the median
 * distance from the median below it, and at least what `least` gives for the median.
 */
export function lowerLimit(values: readonly number[], least: (median: number) => number): number {
  const finite = values.filter(Number.isFinite)
  if (finite.length < 3) return -Infinity
  const middle = median(finite)
  return middle - Math.max(least(middle), 6 * median(finite.map((value) => Math.abs(value - middle))))
}
