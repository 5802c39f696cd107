/** The colors of a chart by role. */
export interface Palette {
  readonly surface: string
  readonly text: string
  /** Axis labels and other secondary text. */
  readonly muted: string
  readonly grid: string
  /** Text on a cell that is filled with the first color of the series. */
  readonly onAccent: string
  readonly series: readonly [string, string, string, string, string, string, string, string]
}

/** The theme of a drawing: its background is light or dark. */
export type Theme = 'light' | 'dark'

/**
 * The colors of each theme: the hues of Okabe and Ito's palette for every kind of color vision (jfly.uni-koeln.de/color, 2008),
 * darkened on white and lightened on black to a contrast of 3 : 1 with the surface (WCAG 2.2, 1.4.11).
 */
export const themes: Readonly<Record<Theme, Palette>> = {
  light: {
    surface: '#ffffff',
    text: '#1b1f24',
    muted: '#57606a',
    grid: '#d8dee4',
    onAccent: '#ffffff',
    series: ['#0072b2', '#c44f00', '#007f5f', '#a8508a', '#806600', '#2f8fc4', '#5a5f66', '#b3402e'],
  },
  dark: {
    surface: '#14181d',
    text: '#e6eaef',
    muted: '#a3adb8',
    grid: '#353c45',
    onAccent: '#0c1116',
    series: ['#56b4e9', '#f08a45', '#2fc197', '#e39fc6', '#f0e442', '#a9d3ec', '#c3c8ce', '#ff8f7a'],
  },
}

/**
 * Placeholder colors, which nothing else in a chart has. Charts are drawn in these colors and painted for a theme afterwards,
 * since ECharts computes with colors and therefore does not accept CSS variables.
 */
export const ink: Palette = {
  surface: '#0a0b01',
  text: '#0a0b02',
  muted: '#0a0b03',
  grid: '#0a0b04',
  onAccent: '#0a0b05',
  series: ['#0a0b10', '#0a0b11', '#0a0b12', '#0a0b13', '#0a0b14', '#0a0b15', '#0a0b16', '#0a0b17'],
}

/** Lists the names and the colors of a palette. The names are `text`, `series-0` and so on. */
export function entriesOf({ series, ...others }: Palette): [name: string, color: string][] {
  return [
    ...Object.entries(others),
    ...series.map((color, index): [string, string] => [`series-${index}`, color]),
  ]
}
