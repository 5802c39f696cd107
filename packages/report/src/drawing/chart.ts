import type { EChartsOption } from 'echarts'

/** A chart of a report, with a caption, a text alternative and its data. */
export interface Chart {
  /** A name that is unique in the report and can be a file name or an id. */
  readonly name: string
  readonly title: string
  /** Sentences that explain what the chart shows and how to read it. */
  readonly caption: string
  /** The text alternative: the numbers in a sentence or two. */
  readonly alternative: string
  /** The data of the chart. */
  readonly table: Table
  /**
   * Creates a drawing of the chart.
   *
   * @param width The width in CSS pixels: about the width at which the drawing is shown
   */
  draw(width: number): Drawing
}

/** A drawing for ECharts. */
export interface Drawing {
  /** The height in CSS pixels. */
  readonly height: number
  readonly option: EChartsOption
}

/** A table of texts. The first cell of each row is its header. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** A sentence about what the table leaves out; empty if the table is complete. */
  readonly note?: string
}

/** The widths of the two drawings of each chart in a page: for screens and for phones. */
export const widths = { wide: 880, narrow: 360 } as const

/** Returns whether a drawing of a width has room for parts side by side. */
export function isWide(width: number): boolean {
  return width >= 600
}
