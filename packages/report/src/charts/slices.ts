import { fit, nameAxis, numberAxis, partTitle } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { ink } from '../drawing/palette.ts'
import { scaleOf } from '../drawing/scale.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import type { ReportStudy } from '../input/report-study.ts'
import {
  bestTrial,
  completed,
  describeSettings,
  isNumeric,
  metricOf,
  numbersOf,
  settingOf,
  valueForm,
  varied,
  type Completed,
  type Varied,
} from '../data/study-trials.ts'
import { parameterAxis } from './parameter-axis.ts'

/** Dots, at most: in a slice, and in all of them. */
const most = { slice: 500, all: 3000 }

/** The value against each parameter alone. */
export function slices(study: ReportStudy): Chart | undefined {
  const parameters = varied(study)
  const best = bestTrial(study)
  if (parameters.length === 0 || !best) return undefined
  const metric = metricOf(study)
  const all = completed(study)
  const trials = evenly(
    all,
    Math.max(50, Math.min(most.slice, Math.floor(most.all / parameters.length))),
    (trial) => trial === best,
  )
  const { format } = valueForm(study)
  return {
    name: 'slices',
    title: 'Slices',
    caption: [
      `The ${metric} of complete trials against each parameter alone; the diamond is the best trial.`,
      describeThinning(trials.length, all.length, 'trials'),
    ]
      .filter(Boolean)
      .join(' '),
    alternative: `Scatter plots of ${metric} against ${parameters
      .map(({ name, parameter }) => `${name}${parameter.log ? ' (logarithmic)' : ''}`)
      .join(
        ', ',
      )}. The best ${metric}, ${format(best.value)}, is at ${describeSettings(best.configuration, study)}.`,
    table: {
      head: ['parameter', 'lowest', 'highest', 'best trial', 'trials that have it'],
      rows: parameters.map(({ name, parameter, text }) => {
        const values = all.map((trial) => settingOf(trial, name)).filter((value) => value !== undefined)
        const { low, high } = numbersOf(isNumeric(parameter) ? values : [])
        return [
          name,
          low <= high ? text(low) : '',
          low <= high ? text(high) : '',
          text(settingOf(best, name)),
          String(values.length),
        ]
      }),
    },
    draw: (width) => draw(study, { parameters, trials, best }, width),
  }
}

interface Content {
  readonly parameters: readonly Varied[]
  readonly trials: readonly Completed[]
  readonly best: Completed
}

function draw(study: ReportStudy, { parameters, trials, best }: Content, width: number): Drawing {
  const { factor, within } = valueForm(study)
  const values = scaleOf(
    trials.map(({ value }) => value),
    { lines: 4, factor, within },
  )
  const axes = parameters.map((parameter) => parameterAxis(study, parameter, trials))
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
      xAxis: axes.map(({ choices, scale }, gridIndex) =>
        scale
          ? {
              ...numberAxis,
              ...scale.extent,
              gridIndex,
              axisLine: { show: true, onZero: false, lineStyle: { color: ink.muted } },
              splitLine: { show: false },
              axisLabel: { ...numberAxis.axisLabel, formatter: scale.label, hideOverlap: true },
            }
          : {
              ...nameAxis,
              gridIndex,
              data: [...choices],
              axisLabel: {
                ...nameAxis.axisLabel,
                interval: Math.ceil(choices.length / 12) - 1,
                width: (cellWidth - 76) / Math.min(12, choices.length) - 6,
                overflow: 'truncate' as const,
              },
            },
      ),
      yAxis: parameters.map((_, gridIndex) => ({
        ...numberAxis,
        ...values.extent,
        gridIndex,
        axisLabel: { ...numberAxis.axisLabel, formatter: values.label },
      })),
      series: axes.flatMap(({ at }, index) => {
        const pointsOf = (chosen: readonly Completed[]): number[][] =>
          chosen.flatMap((trial) => {
            const x = at(trial)
            return x === undefined ? [] : [[x, values.at(trial.value)]]
          })
        const common = { type: 'scatter' as const, xAxisIndex: index, yAxisIndex: index }
        return [
          {
            ...common,
            symbolSize: 7,
            itemStyle: { color: ink.series[0], opacity: 0.7 },
            data: pointsOf(trials),
          },
          {
            ...common,
            symbol: 'diamond',
            symbolSize: 14,
            itemStyle: { color: ink.series[1], borderColor: ink.surface, borderWidth: 1 },
            data: pointsOf([best]),
          },
        ]
      }),
    },
  }
}
