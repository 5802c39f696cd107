import type { CustomSeriesOption } from 'echarts'
import { ink } from './palette.ts'
import { shapes } from './shapes.ts'

/**
 * Bars with ends, one in each row; none where an interval is absent or no numbers.
 *
 * @param shift How far below the middle of a row, in pixels
 */
export function whiskers(
  intervals: readonly (readonly number[] | undefined)[],
  shift: number,
): CustomSeriesOption {
  const bars = intervals.flatMap((interval, row) =>
    interval?.every(Number.isFinite) ? [{ row, low: interval[0], high: interval[1] }] : [],
  )
  return shapes(
    bars.map(({ row, low }): [number, number] => [low, row]),
    (toPixels) =>
      bars.flatMap(({ row, low, high }) => {
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

/** Arrows with a text at an edge, for what lies beyond it; none where the text is absent. */
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
        const content = isLeft ? `◂ ${text}` : `${text} ▸`
        return [
          {
            type: 'text' as const,
            style: {
              ...place,
              y: y + shift,
              verticalAlign: 'middle' as const,
              text: content,
              fontSize: 12,
              fill: ink.series[0],
            },
          },
        ]
      }),
    { clip: false, z: 6 },
  )
}
