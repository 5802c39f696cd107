import type { ImageDataset } from '@tunekit/mnist'

const SHADES = ' .:-=+*#%@'
const COLUMNS = 14
const ROWS = 7 // half of COLUMNS, since a character is about twice as high as wide
const PER_LINE = 5

/**
 * Draws the first image of each class as text, five images side by side in 74 columns.
 *
 * @param color Whether to draw half blocks in shades of gray, two pixels per character, instead of ASCII characters
 */
export function contactSheet(
  dataset: ImageDataset,
  { classNames, color, classes = 10 }: { classNames: readonly string[]; color: boolean; classes?: number },
): string {
  const firsts = Array.from({ length: Math.min(classes, dataset.classes) }, (_, label) =>
    firstOf(dataset, label),
  )
  const tiles = firsts.flatMap((index) =>
    index === undefined ? [] : [tile(dataset, index, classNames, color)],
  )
  const lines: string[] = []
  for (let start = 0; start < tiles.length; start += PER_LINE) {
    const group = tiles.slice(start, start + PER_LINE)
    for (let row = 0; row <= ROWS; row++)
      lines.push(
        group
          .map((tile) => tile[row])
          .join(' ')
          .trimEnd(),
      )
  }
  return lines.join('\n')
}

function firstOf(dataset: ImageDataset, label: number): number | undefined {
  for (let index = 0; index < dataset.size; index++) if (dataset.label(index) === label) return index
  return undefined
}

/** Draws an image as seven lines of fourteen characters, with the name of its class below. */
function tile(dataset: ImageDataset, index: number, classNames: readonly string[], color: boolean): string[] {
  const name = classNames[dataset.label(index)].slice(0, COLUMNS)
  const rows = Array.from({ length: ROWS }, (_, row) =>
    Array.from({ length: COLUMNS }, (_, column) => {
      if (!color)
        return SHADES[Math.round((brightness(dataset, index, row, column, ROWS) / 255) * (SHADES.length - 1))]
      const [top, bottom] = [0, 1].map((half) =>
        gray(brightness(dataset, index, 2 * row + half, column, 2 * ROWS)),
      )
      return `\x1b[38;5;${top};48;5;${bottom}m▀`
    }).join(''),
  )
  return [...rows.map((row) => (color ? `${row}\x1b[0m` : row)), name.padEnd(COLUMNS)]
}

/** Returns the mean byte of a cell in a grid over the image, over all channels. */
function brightness(dataset: ImageDataset, index: number, row: number, column: number, rows: number): number {
  const { height, width, channels } = dataset.shape
  const image = dataset.image(index)
  const [top, left] = [Math.floor((row * height) / rows), Math.floor((column * width) / COLUMNS)]
  const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / rows))
  const right = Math.max(left + 1, Math.floor(((column + 1) * width) / COLUMNS))
  let sum = 0
  for (let y = top; y < bottom; y++) {
    for (let i = (y * width + left) * channels; i < (y * width + right) * channels; i++) sum += image[i]
  }
  return sum / ((bottom - top) * (right - left) * channels)
}

/** Returns the nearest of the 24 grays of the 256-color palette. */
function gray(byte: number): number {
  return 232 + Math.round((byte / 255) * 23)
}
