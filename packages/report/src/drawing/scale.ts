import { tick } from '../values/format-numbers.ts'
import { extremes } from '../values/moments.ts'
import type { ValueForm } from '../values/value-form.ts'
import { niceExtent, type Extent } from './nice-extent.ts'

/** The scale of an axis: the places of values, and the labels of the axis. */
export interface Scale {
  /** The ends and the lines, in units of the axis. */
  readonly extent: Extent
  readonly isLog: boolean
  /** Converts a value to units of the axis. */
  at(value: number): number
  /** Formats the label at a position, which is in units of the axis. */
  label(position: number): string
}

export interface ScaleOptions extends Partial<Pick<ValueForm, 'factor' | 'within'>> {
  /** The approximate number of lines. */
  readonly lines: number
  /** Whether the axis is logarithmic if all values are positive. Default false. */
  readonly log?: boolean
  /** Whether lines are only at integers. Default false. */
  readonly integer?: boolean
}

/**
 * Creates the scale of an axis for some numbers.
 *
 * The scale computes logarithms itself and divides huge numbers. ECharts' own axes would end at infinity and its points would be
 * at NaN, for values that can occur in a study.
 */
export function scaleOf(values: readonly number[], options: ScaleOptions): Scale {
  const { lines, log = false, integer = false, factor = 1, within } = options
  const finite = values.filter(Number.isFinite)
  if (log && finite.length > 0 && finite.every((value) => value > 0)) return decades(finite, lines)
  const { low, high } = finite.length > 0 ? extremes(finite) : { low: 0, high: 1 }
  const isHuge = Math.max(Math.abs(low), Math.abs(high)) > 1e300
  const at = (value: number): number => (isHuge ? value / 1e12 : value) * factor
  const extent = niceExtent(finite.map(at), { lines, within })
  return {
    extent: integer && extent.interval < 1 ? atIntegers(extent) : extent,
    isLog: false,
    at,
    label: (position) =>
      isHuge
        ? tick(position).replace(/e\+(\d+)$/, (_, exponent) => `e+${Number(exponent) + 12}`)
        : tick(position),
  }
}

/** Creates the scale of an axis from one power of ten to another. The unit of the axis is the exponent. */
function decades(values: readonly number[], lines: number): Scale {
  const { low, high } = extremes(values.map(Math.log10))
  const min = Math.floor(low + 1e-9)
  const max = Math.max(min + 1, Math.ceil(high - 1e-9))
  return {
    extent: { min, max, interval: Math.max(1, Math.ceil((max - min) / (2 * lines))) },
    isLog: true,
    at: Math.log10,
    label(exponent) {
      const power = 10 ** exponent
      if (!Number.isInteger(exponent)) return ''
      return Number.isFinite(power) && power > 0 ? tick(power) : `1e${exponent > 0 ? '+' : ''}${exponent}`
    },
  }
}

function atIntegers({ min, max }: Extent): Extent {
  return { min: Math.floor(min), max: Math.ceil(max), interval: 1 }
}
