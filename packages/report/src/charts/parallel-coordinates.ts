import type { ParallelSeriesOption } from 'echarts'
import { fit, textWidth, widestText } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { ink } from '../drawing/palette.ts'
import { number, tick } from '../format-numbers.ts'
import type { ParameterValue, ReportStudy } from '../report-study.ts'
import {
  bestTrial,
  choicesOf,
  completed,
  describeSettings,
  isBetter,
  isNumeric,
  metricOf,
  settingOf,
  type Completed,
  valueText,
  varied,
} from '../study-trials.ts'

/** Every complete trial as a line through its parameters and its value. */
export function parallelCoordinates(study: ReportStudy): Chart | undefined {
  const parameters = varied(study)
  const best = bestTrial(study)
  if (parameters.length === 0 || !best) return undefined
  const metric = metricOf(study)
  const ranked = completed(study).sort((a, b) =>
    isBetter(study, a.value, b.value) ? -1 : isBetter(study, b.value, a.value) ? 1 : a.number - b.number,
  )
  return {
    name: 'parallel-coordinates',
    title: 'Parallel coordinates',
    caption:
      'A line for each complete trial. Thick blue lines are the best quarter. ' +
      'A line passes over parameters that its trial does not have.',
    alternative: `Lines of ${ranked.length} trials through ${parameters
      .map(({ name }) => name)
      .join(
        ', ',
      )} and ${metric}. The best, trial ${best.number}, has ${describeSettings(best.configuration, study)} and ${metric} ${number(best.value)}.`,
    table: {
      head: ['trial, best first', metric, ...parameters.map(({ name }) => name)],
      rows: ranked.map((trial) => [
        String(trial.number),
        number(trial.value),
        ...parameters.map(({ name }) => valueText(settingOf(trial, name))),
      ]),
    },
    draw: (width) => draw(study, ranked, width),
  }
}

function draw(study: ReportStudy, ranked: readonly Completed[], width: number): Drawing {
  const wide = width >= 600
  const axes = axesOf(study, ranked)
  const spacing = wide ? (width - 100) / Math.max(1, axes.length - 1) : 62
  // Names that would touch each other stand on two levels.
  const tall = wide && widestText(axes.map(({ axis }) => axis.name)) > spacing - 8
  const good = Math.max(1, Math.ceil(ranked.length / 4))
  const lines = (
    trials: readonly Completed[],
    color: string,
    lineWidth: number,
    opacity: number,
  ): ParallelSeriesOption => ({
    type: 'parallel',
    silent: true,
    lineStyle: { color, width: lineWidth, opacity },
    data: trials.map((trial) => axes.map(({ at }) => at(trial))),
  })
  return {
    height: wide ? (tall ? 376 : 360) : 62 * (axes.length - 1) + 90,
    option: {
      title: wide
        ? axes.map(({ axis }, dim) => {
            const text = fit(axis.name, (tall ? 2 : 1) * spacing - 8)
            const half = textWidth(text) / 2
            return {
              text,
              left: Math.min(Math.max(40 + spacing * dim, half), width - half),
              top: tall && dim % 2 === 0 ? 18 : 2,
              padding: 0,
              textAlign: 'center' as const,
              textStyle: { color: ink.text, fontSize: 12, fontWeight: 'normal' as const },
            }
          })
        : [],
      parallel: wide
        ? { left: 40, right: 60, top: tall ? 50 : 34, bottom: 34 }
        : { layout: 'vertical', left: 16, right: 24, top: 34, bottom: 40 },
      parallelAxis: axes.map(({ axis }, dim) => ({
        ...axis,
        dim,
        // ECharts would cut names off at the distance of two axes.
        name: wide ? '' : fit(axis.name, 300),
        nameLocation: 'start' as const,
        nameGap: 8,
        nameTextStyle: {
          color: ink.text,
          fontSize: 12,
          align: 'left' as const,
          verticalAlign: 'bottom' as const,
          padding: [0, 0, 12, -8],
        },
        axisLine: { lineStyle: { color: ink.muted } },
        axisTick: { alignWithLabel: true, lineStyle: { color: ink.muted } },
        splitNumber: 4,
        axisLabel: {
          color: ink.text,
          textBorderColor: ink.surface,
          textBorderWidth: 3,
          fontSize: 11,
          hideOverlap: true,
          width: wide ? spacing - 20 : 60,
          overflow: 'truncate' as const,
          formatter: (value: string | number) => (typeof value === 'number' ? tick(value) : value),
        },
      })),
      series: [
        lines(ranked.slice(good).reverse(), ink.muted, 1, 0.45),
        lines(ranked.slice(0, good).reverse(), ink.series[0], 2, 0.85),
      ],
    },
  }
}

interface Axis {
  readonly axis: {
    readonly name: string
    readonly type: 'log' | 'value' | 'category'
    readonly scale?: boolean
    readonly data?: string[]
  }
  /** Where a trial's line meets it; '-' if nowhere. */
  at(trial: Completed): number | string
}

function axesOf(study: ReportStudy, trials: readonly Completed[]): Axis[] {
  const metric: Axis = {
    axis: { name: metricOf(study), type: 'value', scale: true },
    at: ({ value }) => value,
  }
  const parameters = varied(study).map(({ name, parameter }): Axis => {
    const valueIn = (trial: Completed): ParameterValue | undefined => settingOf(trial, name)
    if (!isNumeric(parameter)) {
      return {
        axis: { name, type: 'category', data: choicesOf(name, parameter, study) },
        at: (trial) => (valueIn(trial) === undefined ? '-' : valueText(valueIn(trial))),
      }
    }
    const positive = trials.every((trial) => Number(valueIn(trial) ?? 1) > 0)
    return {
      axis: { name, type: parameter.log && positive ? 'log' : 'value', scale: true },
      at: (trial) => (typeof valueIn(trial) === 'number' ? (valueIn(trial) as number) : '-'),
    }
  })
  return [...parameters, metric]
}
