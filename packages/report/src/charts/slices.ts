import type { XAXisComponentOption } from 'echarts'
import {
  bestTrial,
  completeTrials,
  describeConfiguration,
  isNumeric,
  metricOf,
  parameterValue,
  valueForm,
  varyingParameters,
  type CompleteTrial,
  type VaryingParameter,
} from '../data/study-trials.ts'
import { baseAxis, categoryAxis, partTitle, valueAxis } from '../drawing/axes.ts'
import { isWide, type Chart, type Drawing, type Table } from '../drawing/chart.ts'
import { dots } from '../drawing/dots.ts'
import { fitText } from '../drawing/fit-text.ts'
import { ink } from '../drawing/palette.ts'
import { room } from '../drawing/plot.ts'
import { scaleOf } from '../drawing/scale.ts'
import type { ReportStudy } from '../input/report-study.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { extremes } from '../values/moments.ts'
import { sentences } from '../values/sentences.ts'
import { parameterAxis, type ParameterAxis } from './parameter-axis.ts'

/** The maximum numbers of dots in one slice and in all slices together. */
const limits = { slice: 500, all: 3000 }

/** The maximum number of labels on an axis of choices. */
const maxChoiceLabels = 12

/** The plot of one parameter. */
interface Slice {
  readonly parameter: VaryingParameter
  readonly axis: ParameterAxis
}

/** Creates a chart that plots the value of trials against each parameter separately. */
export function slices(study: ReportStudy): Chart | undefined {
  const parameters = varyingParameters(study)
  const best = bestTrial(study)
  if (parameters.length === 0 || !best) return undefined
  const metric = metricOf(study)
  const complete = completeTrials(study)
  const trials = evenly(
    complete,
    Math.max(50, Math.min(limits.slice, Math.floor(limits.all / parameters.length))),
    (trial) => trial === best,
  )
  const plots = parameters.map((parameter): Slice => ({
    parameter,
    axis: parameterAxis(study, parameter, trials),
  }))
  const names = plots.map(({ parameter: { name }, axis }) =>
    axis.scale?.isLog ? `${name} (logarithmic)` : name,
  )
  return {
    name: 'slices',
    title: 'Slices',
    caption: sentences(
      `The ${metric} of complete trials against each parameter separately; the diamond is the best trial.`,
      describeThinning(trials.length, complete.length, 'trials'),
    ),
    alternative:
      `Scatter plots of ${metric} against ${names.join(', ')}. The best, trial ${best.number}, has ` +
      `${metric} ${valueForm(study).format(best.value)} with ${describeConfiguration(best.configuration, study)}.`,
    table: tableOf(parameters, complete, best),
    draw: (width) => draw(study, { plots, trials, best }, width),
  }
}

function tableOf(
  parameters: readonly VaryingParameter[],
  trials: readonly CompleteTrial[],
  best: CompleteTrial,
): Table {
  return {
    head: ['parameter', 'lowest', 'highest', 'best trial', 'trials with the parameter'],
    rows: parameters.map(({ name, parameter, text }) => {
      const values = trials.map((trial) => parameterValue(trial, name)).filter((value) => value !== undefined)
      const numbers = isNumeric(parameter) ? values.filter((value) => typeof value === 'number') : []
      const { low, high } = extremes(numbers)
      return [
        name,
        low <= high ? text(low) : '',
        low <= high ? text(high) : '',
        text(parameterValue(best, name)),
        String(values.length),
      ]
    }),
  }
}

interface Content {
  readonly plots: readonly Slice[]
  readonly trials: readonly CompleteTrial[]
  readonly best: CompleteTrial
}

function draw(study: ReportStudy, { plots, trials, best }: Content, width: number): Drawing {
  const { factor, within } = valueForm(study)
  const values = scaleOf(
    trials.map(({ value }) => value),
    { lines: 4, factor, within },
  )
  const columns = isWide(width) ? Math.min(3, plots.length) : 1
  const height = 170
  const cellWidth = width / columns
  const cellHeight = room.title + height + room.labels + 8
  const places = plots.map((_, index) => ({
    left: (index % columns) * cellWidth,
    top: Math.floor(index / columns) * cellHeight,
  }))
  const plotWidth = cellWidth - 56 - room.right
  return {
    height: Math.ceil(plots.length / columns) * cellHeight,
    option: {
      title: plots.map(({ parameter: { name } }, index) => ({
        ...places[index],
        text: fitText(name, cellWidth - 20, 13),
        textStyle: partTitle,
      })),
      grid: places.map(({ left, top }) => ({
        left: left + 56,
        top: top + room.title,
        width: plotWidth,
        height,
      })),
      xAxis: plots.map(({ axis }, gridIndex) => xAxis(axis, plotWidth, gridIndex)),
      yAxis: plots.map((_, gridIndex) =>
        valueAxis({ ...values.extent, gridIndex, axisLabel: { formatter: values.label } }),
      ),
      series: plots.flatMap(({ axis: { at } }, index) => {
        const points = (chosen: readonly CompleteTrial[]): [number, number][] =>
          chosen.flatMap((trial) => {
            const x = at(trial)
            return x === undefined ? [] : [[x, values.at(trial.value)]]
          })
        const axes = { xAxisIndex: index, yAxisIndex: index }
        return [
          { ...dots(points(trials), { size: 7, color: ink.series[0], opacity: 0.7 }), ...axes },
          { ...dots(points([best]), { symbol: 'diamond', size: 14, color: ink.series[1] }), ...axes },
        ]
      }),
    },
  }
}

function xAxis({ scale, choices }: ParameterAxis, width: number, gridIndex: number): XAXisComponentOption {
  if (scale) return baseAxis({ ...scale.extent, gridIndex, axisLabel: { formatter: scale.label } })
  return {
    ...categoryAxis,
    gridIndex,
    data: [...choices],
    axisLabel: {
      ...categoryAxis.axisLabel,
      interval: Math.ceil(choices.length / maxChoiceLabels) - 1,
      width: width / Math.min(maxChoiceLabels, choices.length) - 6,
      overflow: 'truncate',
    },
  }
}
