import type { GridComponentOption } from 'echarts'

/** Room around a plot, in pixels. */
export const room = {
  /** Above a plot, for the name of its axis or the title of its part. */
  title: 30,
  /** Above a plot with neither. */
  top: 6,
  /** To the right of a plot, where half a label of the axis below may stick out. */
  right: 22,
  /** Below a plot, for the labels of an axis. */
  labels: 36,
  /** Below a plot, for the labels and the name of an axis. */
  axis: 46,
} as const

/** The place of a plot in a drawing. */
export interface Plot {
  readonly grid: GridComponentOption
  /** Height of the whole drawing, in pixels. */
  readonly height: number
}

/**
 * Places the only plot of a drawing below its legend.
 *
 * @param options.above Height of the legend, 0 without
 * @param options.left Where the plot starts, right of the labels
 * @param options.title Whether its axis has a name above the plot. Default false
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
