import { nameAxis, numberAxis } from '../drawing/axes.ts'
import { bars } from '../drawing/bars.ts'
import type { Chart } from '../drawing/chart.ts'
import { ink } from '../drawing/palette.ts'
import { rowLabels } from '../drawing/row-labels.ts'
import { number, tick } from '../values/format-numbers.ts'
import type { ReportStudy } from '../input/report-study.ts'
import { metricOf } from '../data/study-trials.ts'

/** How much each parameter matters. */
export function importance(study: ReportStudy): Chart | undefined {
  const { parameters } = study
  const rows = Object.entries(study.importance ?? {})
    // What never varies has no share in anything.
    .filter(([name]) => !Object.hasOwn(parameters, name) || parameters[name].kind !== 'constant')
    .filter(([, share]) => Number.isFinite(share))
    .sort(([, a], [, b]) => b - a)
  if (rows.length === 0) return undefined
  return {
    name: 'importance',
    title: 'Importance of parameters',
    caption: `Share of each parameter in the differences of ${metricOf(study)} between trials.`,
    alternative: `Bars of importance: ${rows.map(([name, share]) => `${name} ${number(share, 3)}`).join(', ')}.`,
    table: {
      head: ['parameter', 'importance'],
      rows: rows.map(([name, share]) => [name, number(share, 3)]),
    },
    draw(width) {
      const labels = rowLabels(
        rows.map(([name]) => name),
        width,
        { row: 28 },
      )
      return {
        height: labels.height + 40,
        option: {
          grid: { left: labels.left, right: 18, top: 4, height: labels.height },
          xAxis: {
            ...numberAxis,
            scale: false,
            min: 0,
            splitNumber: 4,
            axisLabel: { ...numberAxis.axisLabel, formatter: tick, hideOverlap: true },
          },
          yAxis: { ...nameAxis, ...labels.axis, inverse: true },
          series: [
            ...labels.series,
            bars(
              rows.map(([, share]) => share),
              { color: ink.series[0], thickness: 14, shift: labels.shift },
            ),
          ],
        },
      }
    },
  }
}
