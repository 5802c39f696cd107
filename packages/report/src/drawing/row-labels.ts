import type { CustomSeriesOption } from 'echarts'
import { widestText, wrap } from './axes.ts'
import { ink } from './palette.ts'
import { shapes } from './shapes.ts'

/** Labels of the rows of a chart that lies on its side. */
export interface RowLabels {
  /** Where the rows begin, in pixels. */
  readonly left: number
  /** Of all rows. */
  readonly height: number
  /** How far below the middle of a row its marks go. */
  readonly shift: number
  /** For the axis of the rows. */
  readonly axis: object
  /** The labels, where the axis does not write them. */
  readonly series: readonly CustomSeriesOption[]
}

const lineHeight = 16

/**
 * Labels to the left of their rows where there is room, else above them, broken into lines.
 *
 * @param options.row Height of a row without its label
 */
export function rowLabels(
  labels: readonly string[],
  width: number,
  { row }: { readonly row: number },
): RowLabels {
  const widest = widestText(labels)
  const label = { color: ink.text, fontSize: 12, interval: 0 }
  if (widest <= 0.36 * width) {
    return {
      left: Math.ceil(widest) + 14,
      height: row * labels.length,
      shift: 0,
      axis: { data: [...labels], axisLabel: label, axisTick: { show: false } },
      series: [],
    }
  }
  const left = 8
  const room = width - left - 20
  const lines = Math.min(3, Math.ceil(widest / (0.9 * room)))
  const above = lineHeight * lines + 4
  return {
    left,
    height: (row + above) * labels.length,
    shift: above / 2,
    axis: { data: labels.map((_, index) => String(index)), axisLabel: { show: false } },
    series: [
      shapes(
        [[NaN, 0]],
        (toPixels) =>
          labels.map((text, index) => ({
            type: 'text',
            style: {
              x: left + 4,
              y: toPixels(0, index)[1] - (row + above) / 2 + 4,
              text: wrap(text, room, lines),
              lineHeight,
              fontSize: 12,
              fill: ink.text,
            },
          })),
        { clip: false, z: 6 },
      ),
    ],
  }
}
