import type { CustomSeriesOption } from 'echarts'
import { ink } from './palette.ts'
import { shapes } from './shapes.ts'

/**
 * Draws a bar from 0 to the right in each row. A row has no bar if its value is not finite.
 *
 * @param options.thickness The thickness of the bars in pixels
 * @param options.shift The distance of a bar below the middle of its row in pixels
 * @param options.name The name in the legend
 */
export function bars(
  values: readonly number[],
  options: {
    readonly color: string
    readonly thickness: number
    readonly shift: number
    readonly name?: string
  },
): CustomSeriesOption {
  const { color, thickness, shift, name } = options
  return shapes(
    values.map((value, row): [number, number] => [value, row]),
    (toPixels) =>
      values.flatMap((value, row) => {
        if (!Number.isFinite(value)) return []
        const [x, y] = toPixels(0, row)
        const [end] = toPixels(value, row)
        return [
          {
            type: 'rect' as const,
            shape: { x, y: y + shift - thickness / 2, width: Math.max(1, end - x), height: thickness },
            style: { fill: color },
          },
        ]
      }),
    { z: 2, name, itemStyle: { color } },
  )
}

/**
 * Draws an interval in each row as a line with end marks. A row has no line if its interval is absent or not finite.
 *
 * @param shift The distance of a line below the middle of its row in pixels
 */
export function whiskers(
  intervals: readonly (readonly number[] | undefined)[],
  shift: number,
): CustomSeriesOption {
  const lines = intervals.flatMap((interval, row) =>
    interval?.every(Number.isFinite) ? [{ row, low: interval[0], high: interval[1] }] : [],
  )
  return shapes(
    lines.map(({ row, low }): [number, number] => [low, row]),
    (toPixels) =>
      lines.flatMap(({ row, low, high }) => {
        const [x1, middle] = toPixels(low, row)
        const [x2] = toPixels(high, row)
        const y = middle + shift
        const style = { stroke: ink.series[0], lineWidth: 2 }
        return [
          { type: 'line' as const, shape: { x1, y1: y, x2, y2: y }, style },
          { type: 'line' as const, shape: { x1, y1: y - 5, x2: x1, y2: y + 5 }, style },
          { type: 'line' as const, shape: { x1: x2, y1: y - 5, x2, y2: y + 5 }, style },
        ]
      }),
    { z: 2 },
  )
}

/** Draws an arrow with a text at an edge of the plot for each value beyond the edge. A row without a text has no arrow. */
export function edgeArrows(
  texts: readonly (string | undefined)[],
  edge: number,
  { shift, side }: { readonly shift: number; readonly side: 'left' | 'right' },
): CustomSeriesOption {
  const isLeft = side === 'left'
  return shapes(
    [[NaN, 0]],
    (toPixels) =>
      texts.flatMap((text, row) => {
        if (text === undefined) return []
        const [x, y] = toPixels(edge, row)
        const place = isLeft ? { x: x + 6 } : { x: x - 6, align: 'right' as const }
        return [
          {
            type: 'text' as const,
            style: {
              ...place,
              y: y + shift,
              verticalAlign: 'middle' as const,
              text: isLeft ? `◂ ${text}` : `${text} ▸`,
              fontSize: 12,
              fill: ink.series[0],
            },
          },
        ]
      }),
    { clip: false, z: 6 },
  )
}
