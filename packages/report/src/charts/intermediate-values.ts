import type { LineSeriesOption } from 'echarts'
import { numberAxis } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { ink } from '../drawing/palette.ts'
import { scaleOf } from '../drawing/scale.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { extremes } from '../values/moments.ts'
import { tick } from '../values/format-numbers.ts'
import type { ReportStudy, ReportTrial } from '../input/report-study.ts'
import { bestTrial, valueForm, type ValueForm } from '../data/study-trials.ts'

type Reporting = ReportTrial & { readonly intermediate: readonly (readonly [number, number])[] }

const kinds = ['complete', 'pruned', 'other'] as const

/** Lines and points of a line; rows and columns of the table, at most. */
const most = { lines: 150, points: 60, rows: 200, columns: 30 }

/** What each trial reported while it ran. */
export function intermediateValues(study: ReportStudy): Chart | undefined {
  const all = study.trials.filter((trial): trial is Reporting => (trial.intermediate?.length ?? 0) > 0)
  if (all.length === 0) return undefined
  const best = bestTrial(study)
  const isBest = ({ number: index }: ReportTrial): boolean => index === best?.number
  const trials = evenly(all, most.lines, isBest)
  const rows = evenly(all, most.rows, isBest)
  const steps = stepsOf(all)
  const columns = evenly(steps, most.columns)
  const lengths = extremes(all.map(({ intermediate }) => intermediate.length))
  const form = valueForm(study)
  return {
    name: 'intermediate-values',
    title: 'Intermediate values',
    caption: [
      'A line for each trial that reported values; dashed lines were pruned, the thick one is the best trial.',
      describeThinning(trials.length, all.length, 'trials'),
      lengths.high > most.points ? `Of each trial ${most.points} values at most, picked evenly.` : '',
    ]
      .filter(Boolean)
      .join(' '),
    alternative:
      `Lines of the values that ${all.length} trials reported at up to ${steps.length} steps. ` +
      `${all.filter(({ state }) => state === 'pruned').length} of them were pruned; ` +
      `they reported ${lengths.low} to ${lengths.high} values each.`,
    table: {
      head: ['trial', 'state', ...columns.map((step) => `step ${step}`)],
      rows: rows.map(({ number: index, state, intermediate }) => {
        const values = new Map(intermediate)
        return [String(index), state, ...columns.map((step) => form.format(values.get(step)))]
      }),
      note: [
        describeThinning(rows.length, all.length, 'trials'),
        describeThinning(columns.length, steps.length, 'steps'),
      ]
        .filter(Boolean)
        .join(' '),
    },
    draw: (width) => draw(trials, best?.number, form, width),
  }
}

/** Every step at which a trial reported, ascending. */
function stepsOf(trials: readonly Reporting[]): number[] {
  const steps = new Set<number>()
  for (const { intermediate } of trials) for (const [step] of intermediate) steps.add(step)
  return [...steps].sort((a, b) => a - b)
}

function draw(
  trials: readonly Reporting[],
  best: number | undefined,
  { factor, within, axisName }: ValueForm,
  width: number,
): Drawing {
  const styles = {
    complete: { color: ink.series[0], width: 1.2, opacity: 0.6, type: 'solid' },
    pruned: { color: ink.series[1], width: 1.2, opacity: 0.7, type: [4, 3] },
    other: { color: ink.muted, width: 1.2, opacity: 0.7, type: [1, 3] },
    best: { color: ink.series[0], width: 3.5, opacity: 1, type: 'solid' },
  } as const
  const kindOf = ({ state, number: index }: ReportTrial): keyof typeof styles =>
    index === best ? 'best' : (kinds.find((kind) => kind === state) ?? 'other')
  const names = (['best', ...kinds] as const).filter((kind) => trials.some((trial) => kindOf(trial) === kind))
  const legend = legendAbove(names, width)
  const plot = width >= 600 ? 300 : 240
  const lines = trials.map((trial) => ({ trial, points: evenly(trial.intermediate, most.points) }))
  const scale = scaleOf(
    lines.flatMap(({ points }) => points.map(([, value]) => value)),
    { lines: 5, factor, within },
  )
  return {
    height: legend.height + 30 + plot + 46,
    option: {
      legend: legend.option,
      grid: { left: 62, right: 16, top: legend.height + 30, height: plot },
      xAxis: {
        ...numberAxis,
        name: 'step',
        nameLocation: 'middle',
        nameGap: 26,
        minInterval: 1,
        splitLine: { show: false },
        axisLine: { show: true, onZero: false, lineStyle: { color: ink.muted } },
        axisLabel: { ...numberAxis.axisLabel, formatter: tick },
      },
      yAxis: {
        ...numberAxis,
        ...scale.extent,
        name: axisName,
        nameTextStyle: { ...numberAxis.nameTextStyle, align: 'left', padding: [0, 0, 0, -52] },
        axisLabel: { ...numberAxis.axisLabel, formatter: scale.label },
      },
      series: lines.map(({ trial, points }): LineSeriesOption => {
        const kind = kindOf(trial)
        const { color, type, ...style } = styles[kind]
        return {
          type: 'line',
          name: kind,
          data: points.map(([step, value]) => [step, Number.isFinite(value) ? scale.at(value) : '-']),
          clip: false,
          // Markers of many lines hide them; but a line of one value is nothing else.
          symbol: trials.length > 30 && points.length > 1 ? 'none' : 'circle',
          symbolSize: kind === 'best' ? 6 : 4,
          showAllSymbol: true,
          lineStyle: { ...style, color, type: typeof type === 'string' ? type : [...type] },
          itemStyle: { color, opacity: style.opacity },
          z: kind === 'best' ? 4 : 2,
        }
      }),
    },
  }
}
