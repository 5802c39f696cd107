import { numberAxis } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { ink } from '../drawing/palette.ts'
import { scaleOf } from '../drawing/scale.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { extremes } from '../values/moments.ts'
import { tick } from '../values/format-numbers.ts'
import type { ReportStudy, ReportTrial } from '../input/report-study.ts'
import {
  bestTrial,
  completed,
  countStates,
  isBetter,
  metricOf,
  valueForm,
  type ValueForm,
} from '../data/study-trials.ts'

/** Dots, and rows of the table, at most. */
const most = { dots: 800, rows: 500 }

interface Dot {
  readonly number: number
  readonly state: string
  /** Of a trial that did not end with a value, the last that it reported. */
  readonly value?: number
  /** Of complete trials up to this one. */
  readonly best?: number
  /** Whether it was the best so far. */
  readonly isBest: boolean
}

/** The value of every trial, and the best so far. */
export function optimizationHistory(study: ReportStudy): Chart | undefined {
  const best = bestTrial(study)
  if (!best) return undefined
  const history = historyOf(study)
  const dots = evenly(history, most.dots, ({ isBest }) => isBest)
  const listed = evenly(history, most.rows, ({ isBest }) => isBest)
  const metric = metricOf(study)
  const form = valueForm(study)
  const complete = history.filter(({ state }) => state === 'complete')
  const others = [...new Set(dots.map(({ state }) => state))].filter((state) => state !== 'complete')
  return {
    name: 'optimization-history',
    title: 'Optimization history',
    caption: [
      `Each dot is a complete trial, in the order in which they began; the line is the best ${metric} so far.`,
      others.length > 0
        ? `Hollow marks are trials without a value of their own (${others.join(', ')}): at the last value that they ` +
          'reported or, where there is none, at the lower edge.'
        : '',
      describeThinning(dots.length, history.length, 'trials', 'picked evenly, with every best so far'),
    ]
      .filter(Boolean)
      .join(' '),
    alternative:
      `Dots of the ${metric} of ${complete.length} complete trials (${countStates(study)}). ` +
      `The first has ${form.format(complete[0].value)}; ` +
      `the best is ${form.format(best.value)}, of trial ${best.number}.`,
    table: {
      head: ['trial', 'state', metric, 'best so far'],
      rows: listed.map((dot) => [
        String(dot.number),
        dot.state,
        form.format(dot.value),
        form.format(dot.best),
      ]),
      note: describeThinning(
        listed.length,
        history.length,
        'trials',
        'picked evenly, with every best so far',
      ),
    },
    draw: (width) => draw(dots, form, width),
  }
}

function historyOf(study: ReportStudy): Dot[] {
  const values = new Map<ReportTrial, number>(completed(study).map((trial) => [trial, trial.value]))
  let best: number | undefined
  return [...study.trials]
    .sort((a, b) => a.number - b.number)
    .map((trial) => {
      const value = values.get(trial)
      const isBest = value !== undefined && (best === undefined || isBetter(study, value, best))
      if (isBest) best = value
      const reported = trial.intermediate?.findLast(([, known]) => Number.isFinite(known))?.[1]
      return {
        number: trial.number,
        state: value === undefined ? trial.state : 'complete',
        value: value ?? reported,
        best,
        isBest,
      }
    })
}

const marks: Readonly<Record<string, { readonly symbol: string; readonly color: string }>> = {
  pruned: { symbol: 'diamond', color: ink.series[1] },
  failed: { symbol: 'triangle', color: ink.series[7] },
  running: { symbol: 'circle', color: ink.series[2] },
}

function draw(dots: readonly Dot[], { factor, within, axisName }: ValueForm, width: number): Drawing {
  const states = [...new Set(dots.map(({ state }) => state))]
  const legend = legendAbove([...states, 'best so far'], width, { icon: 16 })
  const plot = width >= 600 ? 280 : 220
  const scale = scaleOf(
    dots.flatMap(({ value }) => value ?? []),
    { lines: 5, factor, within },
  )
  const numbers = extremes(dots.map((dot) => dot.number))
  return {
    height: legend.height + 30 + plot + 46,
    option: {
      legend: legend.option,
      grid: { left: 62, right: 16, top: legend.height + 30, height: plot },
      xAxis: {
        ...numberAxis,
        min: numbers.low,
        max: Math.max(numbers.high, numbers.low + 1),
        minInterval: 1,
        name: 'trial',
        nameLocation: 'middle',
        nameGap: 26,
        splitLine: { show: false },
        axisLine: { show: true, onZero: false, lineStyle: { color: ink.muted } },
        axisLabel: { ...numberAxis.axisLabel, formatter: tick, hideOverlap: true },
      },
      yAxis: {
        ...numberAxis,
        ...scale.extent,
        name: axisName,
        nameTextStyle: { ...numberAxis.nameTextStyle, align: 'left', padding: [0, 0, 0, -52] },
        axisLabel: { ...numberAxis.axisLabel, formatter: scale.label },
      },
      series: [
        {
          type: 'line',
          name: 'best so far',
          step: 'end',
          symbol: 'none',
          data: dots.flatMap((dot) => (dot.best === undefined ? [] : [[dot.number, scale.at(dot.best)]])),
          lineStyle: { color: ink.series[1], width: 2 },
          itemStyle: { color: ink.series[1] },
        },
        ...states.map((state) => {
          const { symbol, color } = marks[state] ?? { symbol: 'circle', color: ink.series[0] }
          const isHollow = Object.hasOwn(marks, state)
          return {
            type: 'scatter' as const,
            name: state,
            symbol,
            clip: false,
            symbolSize: isHollow ? 8 : 7,
            itemStyle: isHollow
              ? { color: ink.surface, opacity: 1, borderColor: color, borderWidth: 1.5 }
              : { color, opacity: 1 },
            data: dots
              .filter((dot) => dot.state === state)
              .map((dot) => [dot.number, dot.value === undefined ? scale.extent.min : scale.at(dot.value)]),
          }
        }),
      ],
    },
  }
}
