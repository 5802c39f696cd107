import type { CustomSeriesOption } from 'echarts'
import { categoryAxis } from '../drawing/axes.ts'
import type { Chart, Drawing, Table } from '../drawing/chart.ts'
import { widestText } from '../drawing/fit-text.ts'
import { ink } from '../drawing/palette.ts'
import { shapes, type Shape } from '../drawing/shapes.ts'
import { classNamesOf, type ReportEvaluation } from '../input/report-input.ts'
import { describeThinning } from '../values/evenly.ts'
import { formatCount, percent, pluralize } from '../values/format-numbers.ts'
import { extremes } from '../values/moments.ts'

/** Counts by true and predicted class. */
type Counts = readonly (readonly number[])[]

/** One cell of the matrix. */
interface Cell {
  readonly count: number
  readonly truth: number
  readonly predicted: number
}

/**
 * The maximum number of classes for which empty cells are shown in the drawing and in the table, and the maximum number of rows
 * in a table without empty cells.
 */
const limits = { classes: 40, rows: 500 }

/** Creates a heat map of the counts of true and predicted classes. */
export function confusionMatrix(evaluation: ReportEvaluation): Chart | undefined {
  const { confusion } = evaluation
  if (!confusion || confusion.length === 0) return undefined
  const names = classNamesOf(evaluation)
  return {
    name: 'confusion-matrix',
    title: 'Confusion matrix',
    caption:
      'Each row is a true class, each column a predicted class. Blue cells, on the diagonal, are correct predictions: ' +
      'the stronger the blue, the larger their share of the class. Orange cells are mistakes: the stronger the orange, ' +
      'the more mistakes.',
    alternative: describe(confusion, names),
    table: names.length > limits.classes ? listCells(confusion, names) : squareTable(confusion, names),
    draw: (width) => draw(confusion, names, width),
  }
}

function squareTable(confusion: Counts, names: readonly string[]): Table {
  return {
    head: ['true \\ predicted', ...names],
    rows: confusion.map((row, index) => [names[index], ...row.map(String)]),
  }
}

/** Returns the non-empty cells, the largest counts first. */
function cellsOf(confusion: Counts): Cell[] {
  return confusion
    .flatMap((row, truth) => row.map((count, predicted) => ({ count, truth, predicted })))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
}

function listCells(confusion: Counts, names: readonly string[]): Table {
  const cells = cellsOf(confusion)
  const listed = cells.slice(0, limits.rows)
  return {
    head: ['true', 'predicted', 'images'],
    rows: listed.map(({ count, truth, predicted }) => [names[truth], names[predicted], String(count)]),
    note: describeThinning(listed.length, cells.length, 'cells', 'those with the most images'),
  }
}

function describe(confusion: Counts, names: readonly string[]): string {
  const total = confusion.flat().reduce((sum, count) => sum + count, 0)
  const correct = confusion.reduce((sum, row, index) => sum + row[index], 0)
  const mistakes = cellsOf(confusion)
    .filter(({ truth, predicted }) => truth !== predicted)
    .slice(0, 3)
    .map(
      ({ count, truth, predicted }) =>
        `${names[truth]} classified as ${names[predicted]} (${pluralize(count, 'time')})`,
    )
  return (
    `Heat map of ${pluralize(total, 'image')} in ${names.length} classes: ` +
    `${formatCount(correct)} (${percent(total === 0 ? NaN : correct / total)}) classified correctly. ` +
    (mistakes.length > 0 ? `Most frequent mistakes: ${mistakes.join(', ')}.` : 'There are no mistakes.')
  )
}

function draw(confusion: Counts, names: readonly string[], width: number): Drawing {
  const labelWidth = Math.min(widestText(names), 0.26 * width)
  const left = 26 + labelWidth + 8
  const cellSize = Math.min(48, (width - left - 8) / names.length)
  const isUpright = widestText(names) > cellSize - 4
  const top = 26 + (isUpright ? labelWidth + 6 : 20)
  const size = cellSize * names.length
  const label = {
    color: ink.text,
    fontSize: 12,
    interval: Math.ceil(names.length / limits.classes) - 1,
    width: labelWidth + 2,
    overflow: 'truncate' as const,
  }
  const axis = {
    ...categoryAxis,
    data: [...names],
    axisLine: { show: false },
    nameLocation: 'middle' as const,
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
        axisLabel: { ...label, rotate: isUpright ? 90 : 0 },
      },
      yAxis: { ...axis, name: 'true', nameGap: left - 18, inverse: true, axisLabel: label },
      series: [heatMap(confusion, cellSize)],
    },
  }
}

function heatMap(confusion: Counts, cellSize: number): CustomSeriesOption {
  const isLarge = confusion.length > limits.classes
  const mistakes = confusion.flatMap((row, truth) => row.filter((_, predicted) => predicted !== truth))
  const worst = Math.max(1, extremes(mistakes).high)
  return shapes([[0, 0]], (toPixels) =>
    confusion.flatMap((row, truth) => {
      const total = row.reduce((sum, count) => sum + count, 0)
      return row.flatMap((count, predicted): Shape[] => {
        if (count === 0 && isLarge) return []
        const [x, y] = toPixels(predicted, truth)
        const isCorrect = truth === predicted
        const opacity = isCorrect
          ? strength(count / Math.max(1, total))
          : 0.12 + 0.43 * Math.sqrt(count / worst)
        return cellShapes({
          x,
          y,
          size: cellSize,
          count,
          opacity: count === 0 ? 0 : opacity,
          color: ink.series[isCorrect ? 0 : 1],
        })
      })
    }),
  )
}

/** Returns the opacity for a share. Medium opacities are avoided, on which neither dark nor light digits are legible. */
function strength(share: number): number {
  return share < 0.5 ? 0.1 + 0.8 * share : 0.8 + 0.2 * share
}

function cellShapes(options: {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly count: number
  readonly opacity: number
  readonly color: string
}): Shape[] {
  const { x, y, size, count, opacity, color } = options
  const fontSize = Math.min(13, Math.floor(size / 2.5))
  const box: Shape = {
    type: 'rect',
    shape: { x: x - size / 2, y: y - size / 2, width: size, height: size },
    style: {
      fill: opacity > 0 ? color : 'none',
      fillOpacity: opacity,
      stroke: ink.grid,
      lineWidth: 1,
    } as object,
  }
  // Smaller digits would be illegible. The table lists the counts.
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
