import type { CustomSeriesOption } from 'echarts'
import { shapes } from './shapes.ts'

/**
 * Draws bars from 0 to the right, one in each row; a row whose value is not finite has none.
 *
 * @param options.thickness In pixels
 * @param options.shift How far below the middle of its row a bar is, in pixels
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
