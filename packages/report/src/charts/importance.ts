import { isConstant, metricOf } from '../data/study-trials.ts'
import { lengthAxis } from '../drawing/axes.ts'
import { bars } from '../drawing/row-marks.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { labeledRows } from '../drawing/labeled-rows.ts'
import { ink } from '../drawing/palette.ts'
import { plotBelow } from '../drawing/plot.ts'
import type { ReportStudy } from '../input/report-study.ts'
import { number } from '../values/format-numbers.ts'

/** A parameter's name and importance. */
type Share = readonly [name: string, share: number]

/** Creates a chart of the importance of each parameter. */
export function importance(study: ReportStudy): Chart | undefined {
  const { parameters } = study
  const shares = Object.entries(study.importance ?? {})
    // A constant parameter has no share in any difference.
    .filter(([name]) => !Object.hasOwn(parameters, name) || !isConstant(parameters[name]))
    .filter(([, share]) => Number.isFinite(share))
    .sort(([, a], [, b]) => b - a)
  if (shares.length === 0) return undefined
  return {
    name: 'importance',
    title: 'Importance of parameters',
    caption: `Each parameter's share in the differences in ${metricOf(study)} between trials.`,
    alternative: `Bar chart of importance: ${shares.map(([name, share]) => `${name} ${number(share, 3)}`).join(', ')}.`,
    table: {
      head: ['parameter', 'importance'],
      rows: shares.map(([name, share]) => [name, number(share, 3)]),
    },
    draw: (width) => draw(shares, width),
  }
}

function draw(shares: readonly Share[], width: number): Drawing {
  const rows = labeledRows(
    shares.map(([name]) => name),
    width,
    28,
  )
  const plot = plotBelow({ above: 0, left: rows.left, height: rows.height })
  return {
    height: plot.height,
    option: {
      grid: plot.grid,
      xAxis: lengthAxis({ min: 0, name: 'importance', splitNumber: 4 }),
      yAxis: rows.axis,
      series: [
        ...rows.labels,
        bars(
          shares.map(([, share]) => share),
          { color: ink.series[0], thickness: 14, shift: rows.shift },
        ),
      ],
    },
  }
}
