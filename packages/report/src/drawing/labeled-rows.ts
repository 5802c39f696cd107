import type { CustomSeriesOption, YAXisComponentOption } from 'echarts'
import { categoryAxis } from './axes.ts'
import { widestText, wrapText } from './fit-text.ts'
import { ink } from './palette.ts'
import { shapes } from './shapes.ts'

/** The rows of a chart, from top to bottom, with their labels. */
export interface Rows {
  /** The distance of the rows from the left edge in pixels. */
  readonly left: number
  /** The height of all rows together in pixels. */
  readonly height: number
  /** The distance of marks below the middle of their row in pixels. Labels above rows take room from the top. */
  readonly shift: number
  readonly axis: YAXisComponentOption
  /** Series that draw the labels, if the axis does not draw them. */
  readonly labels: readonly CustomSeriesOption[]
}

const lineHeight = 16

/**
 * Places labels to the left of their rows if they are short, and otherwise above the rows, broken into at most three lines.
 *
 * @param rowHeight The height of a row in pixels, without a label above it
 */
export function labeledRows(labels: readonly string[], width: number, rowHeight: number): Rows {
  const widest = widestText(labels)
  const axis = { ...categoryAxis, inverse: true }
  if (widest <= 0.36 * width) {
    return {
      left: Math.ceil(widest) + 14,
      height: rowHeight * labels.length,
      shift: 0,
      axis: { ...axis, data: [...labels], axisLabel: { color: ink.text, fontSize: 12, interval: 0 } },
      labels: [],
    }
  }
  const left = 8
  const room = width - left - 20
  const lines = Math.min(3, Math.ceil(widest / (0.9 * room)))
  const above = lineHeight * lines + 4
  return {
    left,
    height: (rowHeight + above) * labels.length,
    shift: above / 2,
    axis: { ...axis, data: labels.map((_, index) => String(index)), axisLabel: { show: false } },
    labels: [
      shapes(
        [[NaN, 0]],
        (toPixels) =>
          labels.map((text, index) => ({
            type: 'text',
            style: {
              x: left + 4,
              y: toPixels(0, index)[1] - (rowHeight + above) / 2 + 4,
              text: wrapText(text, room, lines),
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
