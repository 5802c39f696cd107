import type { EChartsOption } from 'echarts'

/** Follows a text that ECharts must not take for a property of every object. It has no width, and no text may contain it. */
export const inertMark = '\ufdd0'

const inherited = new RegExp(`^(${Object.getOwnPropertyNames(Object.prototype).join('|')})$`, 'gm')

/**
 * Marks texts such as `constructor` and `__proto__` in an option, and in what its functions give.
 *
 * ECharts keeps widths of texts, and more, by their texts in plain objects. Of `constructor` it would find a function
 * there, and draw at positions that are no numbers; with `__proto__` it would write into the prototype of all objects of
 * the process. The marks have to be removed from the drawing.
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
