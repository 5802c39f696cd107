import type { CustomSeriesOption } from 'echarts'

type RenderItem = NonNullable<CustomSeriesOption['renderItem']>
/** Pixels of a point given in the units of the axes. */
export type ToPixels = (x: number, y: number) => [x: number, y: number]
export type Shape = ReturnType<RenderItem>

/**
 * A series of own shapes, drawn at once.
 *
 * @param data Points that the axes make room for
 * @param draw Gets a function from units to pixels, and the size of one unit along both axes in pixels
 */
export function shapes(
  data: readonly (readonly [x: number, y: number])[],
  draw: (toPixels: ToPixels, unit: readonly [number, number]) => readonly Shape[],
  options: Partial<CustomSeriesOption> = {},
): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    clip: true,
    data: data.map((point) => [...point]),
    renderItem: ({ dataIndex }, api) => {
      if (dataIndex > 0) return null
      const toPixels: ToPixels = (x, y) => api.coord([x, y]) as [number, number]
      const size = api.size?.([1, 1]) as [number, number]
      return { type: 'group', children: draw(toPixels, size) as never }
    },
    ...options,
  }
}

/** The area between two lines; where either is no number, a gap. */
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
