import { fit, nameAxis, numberAxis, partTitle } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { niceExtent } from '../drawing/nice-extent.ts'
import { ink } from '../drawing/palette.ts'
import { number, tick } from '../format-numbers.ts'
import type { ReportStudy } from '../report-study.ts'
import {
  bestTrial,
  choicesOf,
  completed,
  describeSettings,
  isNumeric,
  metricOf,
  settingOf,
  valueText,
  varied,
} from '../study-trials.ts'

/** The value against each parameter alone. */
export function slices(study: ReportStudy): Chart | undefined {
  const parameters = varied(study)
  const best = bestTrial(study)
  if (parameters.length === 0 || !best) return undefined
  const metric = metricOf(study)
  const trials = completed(study)
  return {
    name: 'slices',
    title: 'Slices',
    caption: `The ${metric} of complete trials against each parameter alone; the diamond is the best trial.`,
    alternative: `Scatter plots of ${metric} against ${parameters
      .map(({ name, parameter }) => `${name}${parameter.log ? ' (logarithmic)' : ''}`)
      .join(
        ', ',
      )}. The best ${metric}, ${number(best.value)}, is at ${describeSettings(best.configuration, study)}.`,
    table: {
      head: ['parameter', 'lowest', 'highest', 'best trial', 'trials that have it'],
      rows: parameters.map(({ name, parameter }) => {
        const values = trials.map((trial) => settingOf(trial, name)).filter((value) => value !== undefined)
        const numbers = isNumeric(parameter) ? values.map(Number) : []
        return [
          name,
          numbers.length > 0 ? number(Math.min(...numbers)) : '',
          numbers.length > 0 ? number(Math.max(...numbers)) : '',
          valueText(settingOf(best, name)),
          String(values.length),
        ]
      }),
    },
    draw: (width) => draw(study, width),
  }
}

function draw(study: ReportStudy, width: number): Drawing {
  const parameters = varied(study)
  const trials = completed(study)
  const best = bestTrial(study)
  const extent = niceExtent(
    trials.map(({ value }) => value),
    { lines: 4 },
  )
  const columns = width >= 600 ? Math.min(3, parameters.length) : 1
  const cellWidth = width / columns
  const plot = 170
  const cellHeight = plot + 74
  const place = (index: number): { x: number; y: number } => ({
    x: (index % columns) * cellWidth,
    y: Math.floor(index / columns) * cellHeight,
  })
  return {
    height: Math.ceil(parameters.length / columns) * cellHeight,
    option: {
      title: parameters.map(({ name }, index) => ({
        text: fit(name, cellWidth - 20, 13),
        textStyle: partTitle,
        left: place(index).x,
        top: place(index).y,
      })),
      grid: parameters.map((_, index) => ({
        left: place(index).x + 56,
        top: place(index).y + 34,
        width: cellWidth - 76,
        height: plot,
      })),
      xAxis: parameters.map(({ name, parameter }, gridIndex) => {
        const isLog =
          parameter.log === true && trials.every((trial) => Number(settingOf(trial, name) ?? 1) > 0)
        return isNumeric(parameter)
          ? {
              ...numberAxis,
              type: isLog ? ('log' as const) : ('value' as const),
              gridIndex,
              axisLine: { show: true, onZero: false, lineStyle: { color: ink.muted } },
              splitLine: { show: false },
              splitNumber: 4,
              minInterval: parameter.kind === 'int' && !isLog ? 1 : undefined,
              axisLabel: { ...numberAxis.axisLabel, formatter: tick, hideOverlap: true },
            }
          : {
              ...nameAxis,
              gridIndex,
              data: choicesOf(name, parameter, study),
              axisLabel: {
                ...nameAxis.axisLabel,
                interval: 0,
                width: (cellWidth - 76) / choicesOf(name, parameter, study).length - 6,
                overflow: 'truncate' as const,
              },
            }
      }),
      yAxis: parameters.map((_, gridIndex) => ({
        ...numberAxis,
        ...extent,
        gridIndex,
        axisLabel: { ...numberAxis.axisLabel, formatter: tick },
      })),
      series: parameters.flatMap(({ name, parameter }, index) => {
        const pointsOf = (chosen: typeof trials): (string | number)[][] =>
          chosen.flatMap((trial) => {
            const setting = settingOf(trial, name)
            if (setting === undefined) return []
            return [[isNumeric(parameter) ? Number(setting) : valueText(setting), trial.value]]
          })
        const axes = { type: 'scatter' as const, xAxisIndex: index, yAxisIndex: index }
        return [
          {
            ...axes,
            symbolSize: 7,
            itemStyle: { color: ink.series[0], opacity: 0.7 },
            data: pointsOf(trials),
          },
          {
            ...axes,
            symbol: 'diamond',
            symbolSize: 14,
            itemStyle: { color: ink.series[1], borderColor: ink.surface, borderWidth: 1 },
            data: best ? pointsOf([best]) : [],
          },
        ]
      }),
    },
  }
}
