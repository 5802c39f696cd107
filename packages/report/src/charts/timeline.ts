import { nameAxis, numberAxis } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { ink } from '../drawing/palette.ts'
import { shapes } from '../drawing/shapes.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { extremes } from '../values/moments.ts'
import { number, seconds, tick } from '../values/format-numbers.ts'
import { groupBy } from '../values/group-by.ts'
import type { ReportStudy } from '../input/report-study.ts'

interface Span {
  readonly number: number
  readonly state: string
  /** Seconds since the first trial began. */
  readonly from: number
  readonly to: number
  readonly open: boolean
}

/** Bars, and rows of the table, at most. */
const most = { bars: 150, rows: 500 }

/** When each trial ran. */
export function timeline(study: ReportStudy): Chart | undefined {
  const all = spansOf(study)
  if (all.length === 0) return undefined
  const spans = evenly(all, most.bars)
  const rows = evenly(all, most.rows)
  const end = extremes(all.map(({ to }) => to)).high
  return {
    name: 'timeline',
    title: 'Timeline',
    caption: [
      'A bar for each trial from its start to its end. Trials that have not ended reach to the last known time.',
      describeThinning(spans.length, all.length, 'trials'),
    ]
      .filter(Boolean)
      .join(' '),
    alternative: `Bars of ${all.length} trials over ${seconds(end)}: ${[...groupBy(all, ({ state }) => state)]
      .map(([state, members]) => `${members.length} ${state}`)
      .join(', ')}. At most ${mostAtOnce(all)} ran at the same time.`,
    table: {
      head: ['trial', 'state', 'start', 'duration'],
      rows: rows.map((span) => [
        String(span.number),
        span.state,
        seconds(span.from),
        span.open ? 'not ended' : seconds(span.to - span.from),
      ]),
      note: describeThinning(rows.length, all.length, 'trials'),
    },
    draw: (width) => draw(spans, [...new Set(spans.map(({ state }) => state))], width),
  }
}

function spansOf({ trials }: ReportStudy): Span[] {
  const started = trials
    .map(({ number: index, state, start, end }) => ({
      number: index,
      state,
      from: Date.parse(start ?? '') / 1000,
      to: Date.parse(end ?? '') / 1000,
    }))
    .filter(({ from }) => Number.isFinite(from))
  const begin = extremes(started.map(({ from }) => from)).low
  const last = extremes(started.flatMap(({ from, to }) => [from, Number.isFinite(to) ? to : from])).high
  return started.map(({ from, to, ...trial }) => ({
    ...trial,
    from: from - begin,
    to: (Number.isFinite(to) ? to : last) - begin,
    open: !Number.isFinite(to),
  }))
}

function mostAtOnce(spans: readonly Span[]): number {
  // A trial that takes no time runs all the same.
  const ends = spans.map(({ from, to }) => Math.max(to, from + 1e-9)).sort((a, b) => a - b)
  const starts = spans.map(({ from }) => from).sort((a, b) => a - b)
  let ended = 0
  return starts.reduce((highest, from, started) => {
    while (ends[ended] <= from) ended++
    return Math.max(highest, started + 1 - ended)
  }, 0)
}

function draw(spans: readonly Span[], states: readonly string[], width: number): Drawing {
  const legend = legendAbove(states, width, { icon: 18 })
  const end = extremes(spans.map(({ to }) => to)).high
  const [unit, divisor] = end > 3 * 3600 ? ['hours', 3600] : end > 180 ? ['minutes', 60] : ['seconds', 1]
  const row = Math.max(3, Math.min(18, Math.floor((width >= 600 ? 480 : 420) / spans.length)))
  const height = Math.max(40, row * spans.length)
  return {
    height: legend.height + height + 52,
    option: {
      legend: legend.option,
      grid: { left: 48, right: 16, top: legend.height + 6, height },
      xAxis: {
        ...numberAxis,
        scale: false,
        min: 0,
        name: `${unit} since the first trial began`,
        nameLocation: 'middle',
        nameGap: 26,
        splitNumber: width >= 600 ? 8 : 4,
        axisLabel: { ...numberAxis.axisLabel, formatter: tick, hideOverlap: true },
      },
      yAxis: {
        ...nameAxis,
        inverse: true,
        data: spans.map((span) => number(span.number)),
        axisLabel: { ...nameAxis.axisLabel, hideOverlap: true },
        name: 'trial',
        nameLocation: 'start',
        nameGap: 4,
        nameTextStyle: { color: ink.muted, align: 'right' },
      },
      series: states.map((state, index) => {
        const chosen = spans.map((span, y) => ({ ...span, y })).filter((span) => span.state === state)
        const { style, item } = styleOf(state, index)
        return shapes(
          chosen.flatMap(({ from, to, y }): [number, number][] => [
            [from / divisor, y],
            [to / divisor, y],
          ]),
          (toPixels) =>
            chosen.map(({ from, to, y }) => {
              const [x, middle] = toPixels(from / divisor, y)
              const [right] = toPixels(to / divisor, y)
              const thickness = Math.max(2, row - Math.min(4, row / 3))
              return {
                type: 'rect' as const,
                shape: { x, y: middle - thickness / 2, width: Math.max(1.5, right - x), height: thickness },
                style,
              }
            }),
          { name: state, itemStyle: item },
        )
      }),
    },
  }
}

/** States differ in fill and outline, not in colour alone. */
function styleOf(state: string, index: number): { style: object; item: object } {
  const known = ['complete', 'pruned', 'failed', 'running']
  const at = known.indexOf(state)
  const color = ink.series[at >= 0 ? [0, 1, 3, 2][at] : index % ink.series.length]
  const opacity = [1, 0.35, 0, 0.6][at] ?? 0.8
  return {
    style: {
      fill: color,
      fillOpacity: opacity,
      stroke: color,
      lineWidth: 1,
      lineDash: state === 'failed' ? [3, 2] : undefined,
    },
    item:
      state === 'failed'
        ? { color: ink.surface, borderColor: color, borderWidth: 1.5, borderType: 'dashed' }
        : { color, opacity: Math.max(0.35, opacity), borderColor: color, borderWidth: 1 },
  }
}
