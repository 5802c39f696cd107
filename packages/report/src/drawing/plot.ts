import type { GridComponentOption } from 'echarts'

/** Room around a plot, in pixels. */
export const room = {
  /** Above a plot, for the name of its axis or the title of its part. */
  title: 30,
  /** Above a plot without a title or a name. */
  top: 6,
  /** To the right of a plot, where half of the last label of the axis below needs room. */
  right: 22,
  /** Below a plot, for the labels of an axis. */
  labels: 36,
  /** Below a plot, for the labels and the name of an axis. */
  axis: 46,
} as const

/** The place of a plot in a drawing. */
export interface Plot {
  readonly grid: GridComponentOption
  /** The height of the whole drawing in pixels. */
  readonly height: number
}

/**
 * Places the only plot of a drawing below its legend.
 *
 * @param options.above The height of the legend in pixels; 0 without a legend
 * @param options.left The distance of the plot from the left edge in pixels, which is the room for labels
 * @param options.height The height of the plot in pixels
 * @param options.title Whether the axis has a name above the plot. Default false
 */
export function plotBelow(options: {
  readonly above: number
  readonly left: number
  readonly height: number
  readonly title?: boolean
}): Plot {
  const { above, left, height, title = false } = options
  const top = above + (title ? room.title : room.top)
  return { grid: { left, right: room.right, top, height }, height: top + height + room.axis }
}
