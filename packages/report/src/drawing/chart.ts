import type { EChartsOption } from 'echarts'

/** A figure that is drawn as SVG, with all it takes to be read without eyes. */
export interface Chart {
  /** Unique in a report; fit for file names and ids. */
  readonly name: string
  readonly title: string
  /** What is drawn and how to read it. */
  readonly caption: string
  /** The numbers in a sentence or two. */
  readonly alternative: string
  /** The data. */
  readonly table: Table
  /** @param width In CSS pixels, which is how wide it will about be shown */
  draw(width: number): Drawing
}

export interface Drawing {
  readonly height: number
  readonly option: EChartsOption
}

/** Cells are texts, ready to show. The first of each row is its header. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What is left out; empty if nothing is. */
  readonly note?: string
}

/** Wide enough for two columns; and a phone. */
export const widths = { wide: 880, narrow: 360 } as const
