import type { Direction } from '../input/report-study.ts'
import { extremes, median } from '../values/moments.ts'

/** The ends of an axis and the distance between its lines. */
export interface Extent {
  readonly min: number
  readonly max: number
  readonly interval: number
}

/**
 * Computes the extent of an axis for some numbers. The axis starts and ends at round numbers. Numbers that are not finite are
 * ignored.
 *
 * @param options.lines The approximate number of lines. Default 5
 * @param options.within The limits of the axis. Default: no limits
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
  // An axis beyond the largest numbers would end at infinity, and differences between such numbers can be infinite.
  if (largest > 1e307) return enlarged(niceExtent([low / 16, high / 16], { lines, within }))
  // Numbers that are equal to nine digits count as equal, because lines between them would not be at round numbers. Powers of 10
  // below 1e-323 are 0.
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
 * Finds outliers that an axis can leave out, so that one failed run does not compress all others. A value is an outlier if it is
 * worse than the median by more than six times the median distance from the median, and by more than `near` returns for the
 * median. Fewer than three values have no outliers.
 *
 * @param options.direction Whether lower or higher values are better
 * @returns A function that returns whether a value is not an outlier
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
