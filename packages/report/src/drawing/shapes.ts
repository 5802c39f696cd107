import type { CustomSeriesOption } from 'echarts'
import { layoutFont } from './measure-text.ts'

type RenderItem = NonNullable<CustomSeriesOption['renderItem']>
/** Converts a point in units of the axes to pixels. */
export type ToPixels = (x: number, y: number) => [x: number, y: number]
export type Shape = ReturnType<RenderItem>

/**
 * Creates a series that draws its own shapes.
 *
 * @param points Points for which the axes make room
 * @param draw Returns all shapes of the series. Its argument converts units of the axes to pixels
 */
export function shapes(
  points: readonly (readonly [x: number, y: number])[],
  draw: (toPixels: ToPixels) => readonly Shape[],
  options: Partial<CustomSeriesOption> = {},
): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    clip: true,
    data: points.map((point) => [...point]),
    renderItem: ({ dataIndex }, api) => {
      if (dataIndex > 0) return null
      const toPixels: ToPixels = (x, y) => api.coord([x, y]) as [number, number]
      return { type: 'group', children: draw(toPixels).map(inLayoutFont) as never }
    },
    ...options,
  }
}

/** Sets the font of a shape. Custom shapes do not inherit the font of the chart, with which ECharts measures texts. */
function inLayoutFont(shape: Shape): Shape {
  if (shape?.type !== 'text') return shape
  return { ...shape, style: { ...shape.style, fontFamily: layoutFont } }
}

/** Fills the area between two lines. A point that is not finite leaves a gap. */
export function band(
  points: readonly (readonly [x: number, low: number, high: number])[],
  color: string,
  options: Partial<CustomSeriesOption> = {},
): CustomSeriesOption {
  const pieces: (typeof points)[number][][] = [[]]
  for (const point of points) {
    if (point.every(Number.isFinite)) (pieces.at(-1) as (typeof points)[number][]).push(point)
    else pieces.push([])
  }
  return shapes(
    points.flatMap(([x, low, high]) => [
      [x, low],
      [x, high],
    ]),
    (toPixels) =>
      pieces
        .filter((piece) => piece.length > 1)
        .map((piece) => ({
          type: 'polygon',
          shape: {
            points: [
              ...piece.map(([x, low]) => toPixels(x, low)),
              ...piece.map(([x, , high]) => toPixels(x, high)).reverse(),
            ],
          },
          style: { fill: color, opacity: 0.2 },
        })),
    { z: 1, ...options },
  )
}
