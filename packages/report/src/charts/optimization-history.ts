import {
  bestTrial,
  completeTrials,
  countStates,
  isBetter,
  metricOf,
  valueForm,
  type StudyValueForm,
} from '../data/study-trials.ts'
import { baseAxis, valueAxis } from '../drawing/axes.ts'
import { isWide, type Chart, type Drawing } from '../drawing/chart.ts'
import { dots, type DotStyle } from '../drawing/dots.ts'
import { legendAbove } from '../drawing/legend.ts'
import { ink } from '../drawing/palette.ts'
import { plotBelow } from '../drawing/plot.ts'
import { scaleOf } from '../drawing/scale.ts'
import type { ReportStudy, ReportTrial } from '../input/report-study.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { pluralize } from '../values/format-numbers.ts'
import { extremes } from '../values/moments.ts'
import { sentences } from '../values/sentences.ts'
import { stateColor } from './state-color.ts'

/** The maximum numbers of trials in the chart and of rows in the table. */
const limits = { dots: 800, rows: 500 }

/** A trial in the history of its study. */
interface HistoryTrial {
  readonly number: number
  readonly state: string
  /** The value of a complete trial; of any other trial, the last value that it reported. */
  readonly value?: number
  /** The best value of the complete trials up to and including this trial. */
  readonly bestSoFar?: number
  readonly isBestSoFar: boolean
}

/** Creates a chart of the value of every trial, and of the best value so far. */
export function optimizationHistory(study: ReportStudy): Chart | undefined {
  const best = bestTrial(study)
  if (!best) return undefined
  const history = historyOf(study)
  const drawn = evenly(history, limits.dots, ({ isBestSoFar }) => isBestSoFar)
  const listed = evenly(history, limits.rows, ({ isBestSoFar }) => isBestSoFar)
  const metric = metricOf(study)
  const form = valueForm(study)
  const complete = history.filter(({ state }) => state === 'complete')
  const otherStates = [...new Set(drawn.map(({ state }) => state))].filter((state) => state !== 'complete')
  const how = 'picked evenly, with every best so far'
  return {
    name: 'optimization-history',
    title: 'Optimization history',
    caption: sentences(
      `Filled dots are complete trials, in the order in which trials started; the line is the best ${metric} so far.`,
      otherStates.length > 0
        ? `Each hollow mark is a trial without a final value (${otherStates.join(', ')}), drawn at the last value that it ` +
            'reported, or at the lower edge if it reported none.'
        : '',
      describeThinning(drawn.length, history.length, 'trials', how),
    ),
    alternative:
      `Scatter plot of the ${metric} of ${pluralize(history.length, 'trial')} (${countStates(study)}). ` +
      `The first complete trial has ${form.format(complete[0].value)}; ` +
      `the best, trial ${best.number}, has ${form.format(best.value)}.`,
    table: {
      head: ['trial', 'state', metric, 'best so far'],
      rows: listed.map(({ number, state, value, bestSoFar }) => [
        String(number),
        state,
        form.format(value),
        form.format(bestSoFar),
      ]),
      note: describeThinning(listed.length, history.length, 'trials', how),
    },
    draw: (width) => draw(drawn, form, width),
  }
}

function historyOf(study: ReportStudy): HistoryTrial[] {
  const values = new Map<ReportTrial, number>(completeTrials(study).map((trial) => [trial, trial.value]))
  let bestSoFar: number | undefined
  return [...study.trials]
    .sort((a, b) => a.number - b.number)
    .map((trial) => {
      const value = values.get(trial)
      const isBestSoFar =
        value !== undefined && (bestSoFar === undefined || isBetter(study, value, bestSoFar))
      if (isBestSoFar) bestSoFar = value
      const reported = trial.intermediate?.findLast(([, known]) => Number.isFinite(known))?.[1]
      return {
        number: trial.number,
        state: value === undefined ? trial.state : 'complete',
        value: value ?? reported,
        bestSoFar,
        isBestSoFar,
      }
    })
}

const symbols: Readonly<Record<string, DotStyle['symbol']>> = {
  pruned: 'diamond',
  failed: 'triangle',
  running: 'circle',
}

/** Returns the style of the dots of trials in a state. Trials with a final value have filled dots. */
function styleOf(state: string): DotStyle {
  const color = stateColor(state)
  return Object.hasOwn(symbols, state)
    ? { name: state, color, symbol: symbols[state], size: 8, outline: 1.5 }
    : { name: state, color, size: 7 }
}

function draw(
  history: readonly HistoryTrial[],
  { factor, within, axisName }: StudyValueForm,
  width: number,
): Drawing {
  const states = [...new Set(history.map(({ state }) => state))]
  const legend = legendAbove([...states, 'best so far'], width, { symbol: 16 })
  const plot = plotBelow({ above: legend.height, left: 62, height: isWide(width) ? 280 : 220, title: true })
  const scale = scaleOf(
    history.flatMap(({ value }) => value ?? []),
    { lines: 5, factor, within },
  )
  const numbers = extremes(history.map(({ number }) => number))
  return {
    height: plot.height,
    option: {
      legend: legend.option,
      grid: plot.grid,
      xAxis: baseAxis({
        min: numbers.low,
        max: Math.max(numbers.high, numbers.low + 1),
        minInterval: 1,
        name: 'trial',
      }),
      yAxis: valueAxis({ ...scale.extent, name: axisName, axisLabel: { formatter: scale.label } }),
      series: [
        {
          type: 'line',
          name: 'best so far',
          step: 'end',
          symbol: 'none',
          data: history.flatMap(({ number, bestSoFar }) =>
            bestSoFar === undefined ? [] : [[number, scale.at(bestSoFar)]],
          ),
          lineStyle: { color: ink.series[1], width: 2 },
          itemStyle: { color: ink.series[1] },
        },
        ...states.map((state) => ({
          ...dots(
            history
              .filter((trial) => trial.state === state)
              .map(({ number, value }) => [number, value === undefined ? scale.extent.min : scale.at(value)]),
            styleOf(state),
          ),
          clip: false,
        })),
      ],
    },
  }
}
