import type { LineSeriesOption } from 'echarts'
import { numberAxis } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { ink } from '../drawing/palette.ts'
import { number, tick } from '../format-numbers.ts'
import type { ReportStudy, ReportTrial } from '../report-study.ts'
import { bestTrial, metricOf } from '../study-trials.ts'

type Reporting = ReportTrial & { readonly intermediate: readonly (readonly [number, number])[] }

const kinds = ['complete', 'pruned', 'other'] as const

/** What each trial reported while it ran. */
export function intermediateValues(study: ReportStudy): Chart | undefined {
  const trials = study.trials.filter((trial): trial is Reporting => (trial.intermediate?.length ?? 0) > 0)
  if (trials.length === 0) return undefined
  const steps = [...new Set(trials.flatMap(({ intermediate }) => intermediate.map(([step]) => step)))].sort(
    (a, b) => a - b,
  )
  const best = bestTrial(study)
  const lengths = trials.map(({ intermediate }) => intermediate.length)
  return {
    name: 'intermediate-values',
    title: 'Intermediate values',
    caption:
      'A line for each trial that reported values; dashed lines were pruned, the thick one is the best trial.',
    alternative:
      `Lines of the values that ${trials.length} trials reported at up to ${steps.length} steps. ` +
      `${trials.filter(({ state }) => state === 'pruned').length} of them were pruned; ` +
      `they reported ${Math.min(...lengths)} to ${Math.max(...lengths)} values each.`,
    table: {
      head: ['trial', 'state', ...steps.map((step) => `step ${step}`)],
      rows: trials.map(({ number: index, state, intermediate }) => {
        const values = new Map(intermediate)
        return [String(index), state, ...steps.map((step) => number(values.get(step)))]
      }),
    },
    draw: (width) => draw(trials, best?.number, metricOf(study), width),
  }
}

function draw(
  trials: readonly Reporting[],
  best: number | undefined,
  metric: string,
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
        name: metric,
        nameTextStyle: { ...numberAxis.nameTextStyle, align: 'left', padding: [0, 0, 0, -52] },
        axisLabel: { ...numberAxis.axisLabel, formatter: tick },
      },
      series: trials.map((trial): LineSeriesOption => {
        const kind = kindOf(trial)
        const { color, type, ...style } = styles[kind]
        return {
          type: 'line',
          name: kind,
          data: trial.intermediate.map(([step, value]) => [step, Number.isFinite(value) ? value : '-']),
          clip: false,
          // Markers of many lines hide them; but a line of one value is nothing else.
          symbol: trials.length > 30 && trial.intermediate.length > 1 ? 'none' : 'circle',
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
