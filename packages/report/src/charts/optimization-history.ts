import { nameAxis, numberAxis } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { ink } from '../drawing/palette.ts'
import { number, tick } from '../format-numbers.ts'
import type { ReportStudy } from '../report-study.ts'
import { bestTrial, completed, isBetter, metricOf } from '../study-trials.ts'

/** The value of every trial, and the best so far. */
export function optimizationHistory(study: ReportStudy): Chart | undefined {
  const trials = completed(study)
  const best = bestTrial(study)
  if (!best) return undefined
  let soFar = trials[0].value
  const history = [...trials]
    .sort((a, b) => a.number - b.number)
    .map((trial, index) => {
      if (index === 0 || isBetter(study, trial.value, soFar)) soFar = trial.value
      return { number: trial.number, value: trial.value, best: soFar }
    })
  const metric = metricOf(study)
  return {
    name: 'optimization-history',
    title: 'Optimization history',
    caption: `Each dot is a complete trial, in the order in which they began; the line is the best ${metric} so far.`,
    alternative:
      `Dots of the ${metric} of ${history.length} complete trials. The first has ${number(history[0].value)}; ` +
      `the best is ${number(best.value)}, of trial ${best.number}.`,
    table: {
      head: ['trial', metric, 'best so far'],
      rows: history.map((row) => [String(row.number), number(row.value), number(row.best)]),
    },
    draw: (width) => draw(history, metric, width),
  }
}

function draw(
  history: readonly { readonly number: number; readonly value: number; readonly best: number }[],
  metric: string,
  width: number,
): Drawing {
  const names = ['trial', 'best so far']
  const legend = legendAbove(names, width)
  const plot = width >= 600 ? 280 : 220
  return {
    height: legend.height + 30 + plot + 46,
    option: {
      legend: legend.option,
      grid: { left: 62, right: 16, top: legend.height + 30, height: plot },
      xAxis: {
        ...nameAxis,
        data: history.map((row) => String(row.number)),
        boundaryGap: history.length < 40,
        name: 'trial',
        nameLocation: 'middle',
        nameGap: 26,
        axisLabel: { ...nameAxis.axisLabel, hideOverlap: true },
      },
      yAxis: {
        ...numberAxis,
        name: metric,
        nameTextStyle: { ...numberAxis.nameTextStyle, align: 'left', padding: [0, 0, 0, -52] },
        axisLabel: { ...numberAxis.axisLabel, formatter: tick },
      },
      series: [
        {
          type: 'line',
          name: 'best so far',
          step: 'end',
          symbol: 'none',
          data: history.map(({ best }) => best),
          lineStyle: { color: ink.series[1], width: 2 },
          itemStyle: { color: ink.series[1] },
        },
        {
          type: 'scatter',
          name: 'trial',
          symbolSize: 7,
          itemStyle: { color: ink.series[0], opacity: 1 },
          data: history.map(({ value }) => value),
        },
      ],
    },
  }
}
