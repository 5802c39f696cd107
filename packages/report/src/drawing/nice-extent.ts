import type { Direction } from '../input/report-study.ts'
import { extremes, median } from '../values/moments.ts'

/** Ends of an axis and the distance of its lines. */
export interface Extent {
  readonly min: number
  readonly max: number
  readonly interval: number
}

/**
 * Finds an axis for some numbers that starts and ends at round numbers. Numbers that are not finite are skipped.
 *
 * @param options.lines Approximate number of lines. Default 5
 * @param options.within Ends that the axis must not pass
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
  // Numbers that differ only after nine digits count as equal: lines between them would not be at round numbers. There are
  // no powers of 10 below 1e-324.
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
 * Finds where an axis may be cut off, so that one failed run does not squeeze all others. A value is far off if it is worse
 * than the median by more than six times the median distance from the median, and by more than `near` gives for the median.
 * Of fewer than three values none is far off.
 *
 * @param options.direction Which values are better
 * @returns Whether a value is not far off
 */
export function withoutOutliers(
  values: readonly number[],
  options: { readonly direction: Direction; near(median: number): number },
): (value: number) => boolean {
  const finite = values.filter(Number.isFinite)
  if (finite.length < 3) return () => true
  const middle = median(finite)
  const distance = median(finite.map((value) => Math.abs(value - middle)))
  const tolerance = Math.max(options.near(middle), 6 * distance)
  return options.direction === 'maximize'
    ? (value) => value >= middle - tolerance
    : (value) => value <= middle + tolerance
}
