import type { EChartsOption } from 'echarts'

/** A figure that is drawn as SVG, with everything that a reader needs who does not see the drawing. */
export interface Chart {
  /** Unique in a report; fit for file names and ids. */
  readonly name: string
  readonly title: string
  /** What is drawn and how to read it. */
  readonly caption: string
  /** The text alternative: the numbers in a sentence or two. */
  readonly alternative: string
  /** The data. */
  readonly table: Table
  /** @param width Width of the drawing in CSS pixels: about the width at which it is shown */
  draw(width: number): Drawing
}

/** A drawing as ECharts takes it. */
export interface Drawing {
  /** In CSS pixels. */
  readonly height: number
  readonly option: EChartsOption
}

/** A table of texts. The first cell of each row is its header. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Says what the table leaves out; empty if it is complete. */
  readonly note?: string
}

/** Widths of the two drawings of each chart in a page: one for screens, one for phones. */
export const widths = { wide: 880, narrow: 360 } as const

/** Whether a drawing has room for parts side by side. */
export function isWide(width: number): boolean {
  return width >= 600
}
