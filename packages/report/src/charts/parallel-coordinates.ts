import type { ParallelSeriesOption, TitleComponentOption } from 'echarts'
import {
  bestTrial,
  completeTrials,
  describeConfiguration,
  isBetter,
  metricOf,
  parameterValue,
  valueForm,
  varyingParameters,
  type CompleteTrial,
  type VaryingParameter,
} from '../data/study-trials.ts'
import { isWide, type Chart, type Drawing } from '../drawing/chart.ts'
import { fitText, textWidth, widestText } from '../drawing/fit-text.ts'
import { ink } from '../drawing/palette.ts'
import { scaleOf, type Scale } from '../drawing/scale.ts'
import type { ReportStudy } from '../input/report-study.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { pluralize } from '../values/format-numbers.ts'
import { sentences } from '../values/sentences.ts'
import { parameterAxis } from './parameter-axis.ts'

/** The maximum numbers of lines in the chart and of rows in the table. */
const limits = { lines: 400, rows: 500 }

/** Creates a chart of every complete trial as a line through its parameters and its value. */
export function parallelCoordinates(study: ReportStudy): Chart | undefined {
  const parameters = varyingParameters(study)
  const best = bestTrial(study)
  if (parameters.length === 0 || !best) return undefined
  const metric = metricOf(study)
  const { format } = valueForm(study)
  const ranked = completeTrials(study).sort((a, b) =>
    isBetter(study, a.value, b.value) ? -1 : isBetter(study, b.value, a.value) ? 1 : a.number - b.number,
  )
  const goodCount = Math.max(1, Math.ceil(ranked.length / 4))
  const lines = evenly(
    ranked.map((trial, rank): Line => ({ trial, isGood: rank < goodCount })),
    limits.lines,
  )
  const listed = evenly(ranked, limits.rows, (_, rank) => rank < 100)
  const isAnyAbsent = parameters.some(({ name }) =>
    ranked.some((trial) => parameterValue(trial, name) === undefined),
  )
  return {
    name: 'parallel-coordinates',
    title: 'Parallel coordinates',
    caption: sentences(
      'Each line is a complete trial; thick blue lines are the best quarter.',
      isAnyAbsent
        ? 'If a trial lacks a parameter, its line crosses the axis of the parameter at “none”, below all values.'
        : '',
      describeThinning(lines.length, ranked.length, 'trials'),
    ),
    alternative:
      `Parallel coordinates of ${pluralize(ranked.length, 'trial')}: ${parameters.map(({ name }) => name).join(', ')} and ${metric}. ` +
      `The best, trial ${best.number}, has ${describeConfiguration(best.configuration, study)} ` +
      `and ${metric} ${format(best.value)}.`,
    table: {
      head: ['trial, best first', metric, ...parameters.map(({ name }) => name)],
      rows: listed.map((trial) => [
        String(trial.number),
        format(trial.value),
        ...parameters.map(({ name, text }) => text(parameterValue(trial, name))),
      ]),
      note: describeThinning(listed.length, ranked.length, 'trials', 'the best 100 and others picked evenly'),
    },
    draw: (width) => draw(axesOf(study, parameters, ranked), lines, width),
  }
}

interface Line {
  readonly trial: CompleteTrial
  readonly isGood: boolean
}

function draw(axes: readonly Axis[], lines: readonly Line[], width: number): Drawing {
  const wide = isWide(width)
  const spacing = wide ? (width - 100) / Math.max(1, axes.length - 1) : 62
  // Names that would touch each other alternate between two levels.
  const isStaggered = wide && widestText(axes.map(({ name }) => name)) > spacing - 8
  const series = (isGood: boolean, style: ParallelSeriesOption['lineStyle']): ParallelSeriesOption => ({
    type: 'parallel',
    silent: true,
    lineStyle: style,
    data: lines
      .filter((line) => line.isGood === isGood)
      .reverse()
      .map(({ trial }) => axes.map(({ at }) => at(trial))),
  })
  return {
    height: wide ? (isStaggered ? 376 : 360) : 62 * (axes.length - 1) + 90,
    option: {
      title: wide ? titlesOf(axes, { spacing, isStaggered, width }) : [],
      parallel: wide
        ? { left: 40, right: 60, top: isStaggered ? 50 : 34, bottom: 34 }
        : { layout: 'vertical', left: 16, right: 24, top: 34, bottom: 40 },
      parallelAxis: axes.map(({ name, extent, label }, dim) => ({
        type: 'value' as const,
        ...extent,
        dim,
        // ECharts would cut off names at the distance between two axes, so wide charts have titles instead.
        name: wide ? '' : fitText(name, 300),
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
        axisTick: { lineStyle: { color: ink.muted } },
        axisLabel: {
          color: ink.text,
          textBorderColor: ink.surface,
          textBorderWidth: 3,
          fontSize: 11,
          hideOverlap: true,
          width: wide ? spacing - 20 : 60,
          overflow: 'truncate' as const,
          formatter: label,
        },
      })),
      series: [
        series(false, { color: ink.muted, width: 1, opacity: 0.45 }),
        series(true, { color: ink.series[0], width: 2, opacity: 0.85 }),
      ],
    },
  }
}

/** Creates the names of axes that are side by side, each name above its axis. */
function titlesOf(
  axes: readonly Axis[],
  {
    spacing,
    isStaggered,
    width,
  }: { readonly spacing: number; readonly isStaggered: boolean; readonly width: number },
): TitleComponentOption[] {
  return axes.map(({ name }, index) => {
    const text = fitText(name, (isStaggered ? 2 : 1) * spacing - 8)
    const half = textWidth(text) / 2
    return {
      text,
      left: Math.min(Math.max(40 + spacing * index, half), width - half),
      top: isStaggered && index % 2 === 0 ? 18 : 2,
      padding: 0,
      textAlign: 'center',
      textStyle: { color: ink.text, fontSize: 12, fontWeight: 'normal' },
    }
  })
}

interface Axis extends Pick<Scale, 'extent' | 'label'> {
  readonly name: string
  /** Returns the place where the line of a trial crosses the axis. */
  at(trial: CompleteTrial): number
}

function axesOf(
  study: ReportStudy,
  parameters: readonly VaryingParameter[],
  trials: readonly CompleteTrial[],
): Axis[] {
  const { factor, within, axisName } = valueForm(study)
  const values = scaleOf(
    trials.map(({ value }) => value),
    { lines: 4, factor, within },
  )
  return [
    ...parameters.map((parameter) => coordinateAxis(study, parameter, trials)),
    { ...values, name: axisName, at: ({ value }) => values.at(value) },
  ]
}

/** Creates the axis of a parameter, with a place below all values if a trial lacks the parameter. */
function coordinateAxis(
  study: ReportStudy,
  varying: VaryingParameter,
  trials: readonly CompleteTrial[],
): Axis {
  const { name } = varying
  const { scale, choices, at } = parameterAxis(study, varying, trials)
  const { extent, label }: Pick<Scale, 'extent' | 'label'> = scale ?? {
    extent: { min: 0, max: Math.max(1, choices.length - 1), interval: Math.ceil(choices.length / 20) },
    label: (position) => choices[position] ?? '',
  }
  if (trials.every((trial) => at(trial) !== undefined)) {
    return { name, extent, label, at: (trial) => at(trial) as number }
  }
  const none = extent.min - extent.interval
  return {
    name,
    extent: { ...extent, min: none },
    label: (position) => (Math.abs(position - none) < 1e-6 * extent.interval ? 'none' : label(position)),
    at: (trial) => at(trial) ?? none,
  }
}
