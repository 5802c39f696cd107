import type { EChartsOption } from 'echarts'

/** The mark after texts that are names of inherited properties. It has no width and occurs in no other text. */
export const inertMark = '\ufdd0'

const inherited = new RegExp(`^(${Object.getOwnPropertyNames(Object.prototype).join('|')})$`, 'gm')

/**
 * Marks texts such as `constructor` and `__proto__` in an option and in the results of its functions.
 *
 * ECharts uses texts as keys of plain objects, for example to store their widths. Without a mark, the width of `constructor`
 * would be an inherited function, so ECharts would draw at NaN, and with `__proto__` it would write into the prototype of all
 * objects. The marks must be removed from the drawing.
 */
export function inertOption(option: EChartsOption): EChartsOption {
  return inert(option) as EChartsOption
}

function inert(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(inherited, `$1${inertMark}`)
  if (Array.isArray(value)) return value.map(inert)
  if (typeof value === 'function') return (...parameters: unknown[]) => inert(value(...parameters))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inert(inner)]))
}
