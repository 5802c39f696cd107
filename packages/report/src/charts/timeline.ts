import type { CustomSeriesOption } from 'echarts'
import { countStates } from '../data/study-trials.ts'
import { categoryAxis, lengthAxis } from '../drawing/axes.ts'
import { isWide, type Chart, type Drawing } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { ink } from '../drawing/palette.ts'
import { plotBelow } from '../drawing/plot.ts'
import { shapes } from '../drawing/shapes.ts'
import type { ReportStudy } from '../input/report-study.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { pluralize, seconds } from '../values/format-numbers.ts'
import { extremes } from '../values/moments.ts'
import { sentences } from '../values/sentences.ts'
import { stateColor } from './state-color.ts'

/** The time in which a trial ran, in seconds since the first trial started. */
interface Span {
  readonly number: number
  readonly state: string
  readonly from: number
  /** The end of the trial. If the trial has not ended: the last known time of the study. */
  readonly to: number
  readonly hasEnded: boolean
}

/** The maximum numbers of bars in the chart and of rows in the table. */
const limits = { bars: 150, rows: 500 }

/** Creates a chart of the times at which trials ran. */
export function timeline(study: ReportStudy): Chart | undefined {
  const spans = spansOf(study)
  if (spans.length === 0) return undefined
  const drawn = evenly(spans, limits.bars)
  const listed = evenly(spans, limits.rows)
  return {
    name: 'timeline',
    title: 'Timeline',
    caption: sentences(
      'Each bar is a trial, from its start to its end. The bar of a trial that has not ended extends to the last known time.',
      describeThinning(drawn.length, spans.length, 'trials'),
    ),
    alternative:
      `Timeline of ${pluralize(spans.length, 'trial')} over ${seconds(endOf(spans))}: ${countStates({ trials: spans })}. ` +
      `At most ${maxAtOnce(spans)} ran at the same time.`,
    table: {
      head: ['trial', 'state', 'start', 'duration'],
      rows: listed.map(({ number, state, from, to, hasEnded }) => [
        String(number),
        state,
        seconds(from),
        hasEnded ? seconds(to - from) : 'not ended',
      ]),
      note: describeThinning(listed.length, spans.length, 'trials'),
    },
    draw: (width) => draw(drawn, width),
  }
}

function spansOf({ trials }: ReportStudy): Span[] {
  const started = trials
    .map(({ number, state, start, end }) => ({
      number,
      state,
      from: Date.parse(start ?? '') / 1000,
      to: Date.parse(end ?? '') / 1000,
    }))
    .filter(({ from }) => Number.isFinite(from))
  const first = extremes(started.map(({ from }) => from)).low
  const last = extremes(started.flatMap(({ from, to }) => [from, Number.isFinite(to) ? to : from])).high
  return started.map(({ from, to, ...trial }) => ({
    ...trial,
    from: from - first,
    to: (Number.isFinite(to) ? to : last) - first,
    hasEnded: Number.isFinite(to),
  }))
}

function endOf(spans: readonly Span[]): number {
  return extremes(spans.map(({ to }) => to)).high
}

function maxAtOnce(spans: readonly Span[]): number {
  // A trial that took no time counts for an instant.
  const ends = spans.map(({ from, to }) => Math.max(to, from + 1e-9)).sort((a, b) => a - b)
  const starts = spans.map(({ from }) => from).sort((a, b) => a - b)
  let ended = 0
  return starts.reduce((highest, from, started) => {
    while (ends[ended] <= from) ended++
    return Math.max(highest, started + 1 - ended)
  }, 0)
}

function draw(spans: readonly Span[], width: number): Drawing {
  const states = [...new Set(spans.map(({ state }) => state))]
  const legend = legendAbove(states, width, { symbol: 18 })
  const end = endOf(spans)
  const [unit, divisor] = end > 3 * 3600 ? ['hours', 3600] : end > 180 ? ['minutes', 60] : ['seconds', 1]
  const rowHeight = Math.max(3, Math.min(18, Math.floor((isWide(width) ? 480 : 420) / spans.length)))
  const plot = plotBelow({
    above: legend.height,
    left: 48,
    height: Math.max(40, rowHeight * spans.length),
  })
  return {
    height: plot.height,
    option: {
      legend: legend.option,
      grid: plot.grid,
      xAxis: lengthAxis({
        min: 0,
        name: `${unit} since the first trial started`,
        splitNumber: isWide(width) ? 8 : 4,
      }),
      yAxis: {
        ...categoryAxis,
        inverse: true,
        data: spans.map(({ number }) => String(number)),
        axisLabel: { ...categoryAxis.axisLabel, hideOverlap: true },
        name: 'trial',
        nameLocation: 'start',
        nameGap: 4,
        nameTextStyle: { color: ink.muted, align: 'right' },
      },
      series: states.map((state) => spanBars(spans, { state, divisor, rowHeight })),
    },
  }
}

/** Draws the bars of the trials in a state. */
function spanBars(
  spans: readonly Span[],
  {
    state,
    divisor,
    rowHeight,
  }: { readonly state: string; readonly divisor: number; readonly rowHeight: number },
): CustomSeriesOption {
  const ofState = spans
    .map(({ from, to, ...span }, row) => ({ ...span, row, from: from / divisor, to: to / divisor }))
    .filter((span) => span.state === state)
  const thickness = Math.max(2, rowHeight - Math.min(4, rowHeight / 3))
  const { bar, legendItem } = stylesOf(state)
  return shapes(
    ofState.flatMap(({ from, to, row }): [number, number][] => [
      [from, row],
      [to, row],
    ]),
    (toPixels) =>
      ofState.map(({ from, to, row }) => {
        const [x, middle] = toPixels(from, row)
        const [right] = toPixels(to, row)
        return {
          type: 'rect' as const,
          shape: { x, y: middle - thickness / 2, width: Math.max(1.5, right - x), height: thickness },
          style: bar,
        }
      }),
    { name: state, itemStyle: legendItem },
  )
}

const opacities: Readonly<Record<string, number>> = { complete: 1, pruned: 0.35, failed: 0, running: 0.6 }

/** Returns the styles of trials in a state. States differ in fill and outline, not only in color. */
function stylesOf(state: string): { bar: object; legendItem: object } {
  const color = stateColor(state)
  const opacity = Object.hasOwn(opacities, state) ? opacities[state] : 0.8
  return {
    bar: {
      fill: color,
      fillOpacity: opacity,
      stroke: color,
      lineWidth: 1,
      lineDash: state === 'failed' ? [3, 2] : undefined,
    },
    legendItem:
      state === 'failed'
        ? { color: ink.surface, borderColor: color, borderWidth: 1.5, borderType: 'dashed' }
        : { color, opacity: Math.max(0.35, opacity), borderColor: color, borderWidth: 1 },
  }
}
