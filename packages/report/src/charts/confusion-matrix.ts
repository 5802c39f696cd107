import { nameAxis, widestText } from '../drawing/axes.ts'
import type { Chart, Drawing, Table } from '../drawing/chart.ts'
import { ink } from '../drawing/palette.ts'
import { shapes, type Shape } from '../drawing/shapes.ts'
import { describeThinning } from '../values/evenly.ts'
import { extremes } from '../values/moments.ts'
import type { ReportEvaluation } from '../input/report-input.ts'
import { percent } from '../values/format-numbers.ts'
import { classNamesOf } from '../input/report-input.ts'

/** Classes that a table of all cells, and a drawing of empty ones, is for; rows of the table of those that are not empty. */
const most = { classes: 40, rows: 500 }

/** Counts of true against predicted classes as a heat map. */
export function confusionMatrix(evaluation: ReportEvaluation): Chart | undefined {
  const { confusion } = evaluation
  if (!confusion || confusion.length === 0) return undefined
  const names = classNamesOf(evaluation)
  return {
    name: 'confusion-matrix',
    title: 'Confusion matrix',
    caption:
      'A row for each true class, a column for each predicted one. Blue cells, on the diagonal, are right, the ' +
      'fuller the higher the share of their class; orange cells are mistakes, the fuller the more.',
    alternative: describe(confusion, names),
    table: names.length > most.classes ? listCells(confusion, names) : squareTable(confusion, names),
    draw: (width) => draw(confusion, names, width),
  }
}

function squareTable(confusion: readonly (readonly number[])[], names: readonly string[]): Table {
  return {
    head: ['true \\ predicted', ...names],
    rows: confusion.map((row, index) => [names[index], ...row.map(String)]),
  }
}

/** The cells that are not empty, those with the most images first. */
function listCells(confusion: readonly (readonly number[])[], names: readonly string[]): Table {
  const cells = confusion
    .flatMap((row, truth) => row.map((count, predicted) => ({ count, truth, predicted })))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
  const shown = cells.slice(0, most.rows)
  return {
    head: ['true', 'predicted', 'images'],
    rows: shown.map(({ count, truth, predicted }) => [names[truth], names[predicted], String(count)]),
    note: describeThinning(shown.length, cells.length, 'cells', 'those with the most images'),
  }
}

function describe(confusion: readonly (readonly number[])[], names: readonly string[]): string {
  const all = confusion.flat().reduce((sum, count) => sum + count, 0)
  const right = confusion.reduce((sum, row, index) => sum + row[index], 0)
  const mistakes = confusion
    .flatMap((row, truth) =>
      row.map((count, predicted) => ({
        count,
        text: `${names[truth]} taken for ${names[predicted]}`,
        truth,
        predicted,
      })),
    )
    .filter(({ count, truth, predicted }) => count > 0 && truth !== predicted)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
  return [
    `Heat map of ${all} images in ${names.length} classes: ${right} (${percent(all === 0 ? NaN : right / all)}) are right.`,
    mistakes.length > 0
      ? `Most frequent mistakes: ${mistakes.map(({ count, text }) => `${text} ${count} times`).join(', ')}.`
      : 'There is no mistake.',
  ].join(' ')
}

function draw(confusion: readonly (readonly number[])[], names: readonly string[], width: number): Drawing {
  const labelWidth = Math.min(widestText(names), 0.26 * width)
  const left = 26 + labelWidth + 8
  const cell = Math.min(48, (width - left - 8) / names.length)
  const upright = widestText(names) > cell - 4
  const top = 26 + (upright ? labelWidth + 6 : 20)
  const size = cell * names.length
  const shares = confusion.map((row) => row.reduce((sum, count) => sum + count, 0))
  const mistakes = confusion.flatMap((row, truth) => row.filter((_, predicted) => predicted !== truth))
  const worst = Math.max(1, extremes(mistakes).high)
  const isLarge = names.length > most.classes
  const label = {
    color: ink.text,
    fontSize: 12,
    interval: Math.ceil(names.length / most.classes) - 1,
    width: labelWidth + 2,
    overflow: 'truncate' as const,
  }
  const axis = {
    ...nameAxis,
    data: [...names],
    axisLine: { show: false },
    nameLocation: 'middle' as const,
    nameTextStyle: { color: ink.muted, fontSize: 12 },
  }
  return {
    height: Math.ceil(top + size + 8),
    option: {
      grid: { left, top, width: size, height: size },
      xAxis: {
        ...axis,
        position: 'top',
        name: 'predicted',
        nameGap: top - 18,
        axisLabel: { ...label, rotate: upright ? 90 : 0 },
      },
      yAxis: { ...axis, name: 'true', nameGap: left - 18, inverse: true, axisLabel: label },
      series: [
        shapes([[0, 0]], (toPixels) =>
          confusion.flatMap((row, truth) =>
            row.flatMap((count, predicted): Shape[] => {
              if (count === 0 && isLarge) return []
              const [x, y] = toPixels(predicted, truth)
              const right = truth === predicted
              const share = right ? count / Math.max(1, shares[truth]) : Math.sqrt(count / worst)
              const opacity = count === 0 ? 0 : right ? fullness(share) : 0.12 + 0.43 * share
              return cellShapes({ x, y, cell, count, opacity, color: ink.series[right ? 0 : 1] })
            }),
          ),
        ),
      ],
    },
  }
}

/** Never in the middle, where neither dark nor light digits could be read. */
function fullness(share: number): number {
  return share < 0.5 ? 0.1 + 0.8 * share : 0.8 + 0.2 * share
}

function cellShapes(options: {
  readonly x: number
  readonly y: number
  readonly cell: number
  readonly count: number
  readonly opacity: number
  readonly color: string
}): Shape[] {
  const { x, y, cell, count, opacity, color } = options
  const fontSize = Math.min(13, Math.floor(cell / 2.5))
  const box: Shape = {
    type: 'rect',
    shape: { x: x - cell / 2, y: y - cell / 2, width: cell, height: cell },
    style: {
      fill: opacity > 0 ? color : 'none',
      fillOpacity: opacity,
      stroke: ink.grid,
      lineWidth: 1,
    } as object,
  }
  // Smaller digits could not be read; the table has them.
  if (count === 0 || fontSize < 8) return [box]
  const text: Shape = {
    type: 'text',
    style: {
      x,
      y,
      text: String(count),
      fontSize,
      fill: opacity > 0.6 ? ink.onAccent : ink.text,
      align: 'center',
      verticalAlign: 'middle',
    },
  }
  return [box, text]
}
