import { extremes } from '../values/moments.ts'
import { tick } from '../values/format-numbers.ts'
import { niceExtent, type Extent } from './nice-extent.ts'

/** How values lie on an axis: its ends and labels, in its own numbers. */
export interface Scale {
  readonly extent: Extent
  /** Where a value lies. */
  at(value: number): number
  /** The text of a label. */
  label(position: number): string
}

export interface ScaleOptions {
  /** About how many lines. */
  readonly lines: number
  /** Logarithmic, unless a value is not positive. */
  readonly log?: boolean
  /** No lines between whole numbers. */
  readonly integer?: boolean
  /** What values are multiplied with first, such as 100 for percents. */
  readonly factor?: number
  readonly within?: readonly [number, number]
}

/**
 * An axis for some numbers. It does its logarithms itself and divides what is too large, since ECharts' own axes end in
 * infinities, and charts in points that are no numbers, for values that a study may well have.
 */
export function scaleOf(values: readonly number[], options: ScaleOptions): Scale {
  const { lines, log = false, integer = false, factor = 1, within } = options
  const finite = values.filter(Number.isFinite)
  if (log && finite.length > 0 && finite.every((value) => value > 0)) return decades(finite, lines)
  const { low, high } = finite.length > 0 ? extremes(finite) : { low: 0, high: 1 }
  // An axis reaches beyond what is on it, and has a length.
  const isHuge = Math.max(Math.abs(low), Math.abs(high)) > 1e300
  const at = (value: number): number => (isHuge ? value / 1e12 : value) * factor
  const extent = niceExtent(finite.map(at), { lines, within })
  return {
    extent: integer && extent.interval < 1 ? wholeNumbers(extent) : extent,
    at,
    label: (position) =>
      isHuge
        ? tick(position).replace(/e\+(\d+)$/, (_, exponent) => `e+${Number(exponent) + 12}`)
        : tick(position),
  }
}

/** From one power of ten to another. */
function decades(values: readonly number[], lines: number): Scale {
  const { low, high } = extremes(values.map(Math.log10))
  const min = Math.floor(low + 1e-9)
  const max = Math.max(min + 1, Math.ceil(high - 1e-9))
  return {
    extent: { min, max, interval: Math.max(1, Math.ceil((max - min) / (2 * lines))) },
    at: Math.log10,
    label(exponent) {
      const power = 10 ** exponent
      if (!Number.isInteger(exponent)) return ''
      return Number.isFinite(power) && power > 0 ? tick(power) : `1e${exponent > 0 ? '+' : ''}${exponent}`
    },
  }
}

function wholeNumbers({ min, max }: Extent): Extent {
  return { min: Math.floor(min), max: Math.ceil(max), interval: 1 }
}
