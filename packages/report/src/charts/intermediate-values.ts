import type { LineSeriesOption } from 'echarts'
import { bestTrial, valueForm, type StudyValueForm } from '../data/study-trials.ts'
import { baseAxis, valueAxis } from '../drawing/axes.ts'
import { isWide, type Chart, type Drawing } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { plotBelow } from '../drawing/plot.ts'
import { scaleOf } from '../drawing/scale.ts'
import type { ReportStudy, ReportTrial } from '../input/report-study.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { pluralize } from '../values/format-numbers.ts'
import { extremes } from '../values/moments.ts'
import { sentences } from '../values/sentences.ts'
import { stateColor } from './state-color.ts'

type ReportingTrial = ReportTrial & Required<Pick<ReportTrial, 'intermediate'>>

/** The maximum numbers of lines, of points in a line, and of rows and columns of the table. */
const limits = { lines: 150, points: 60, rows: 200, columns: 30 }

/** Creates a chart of the values that each trial reported while it ran. */
export function intermediateValues(study: ReportStudy): Chart | undefined {
  const reporting = study.trials.filter(
    (trial): trial is ReportingTrial => (trial.intermediate?.length ?? 0) > 0,
  )
  if (reporting.length === 0) return undefined
  const best = bestTrial(study)
  const isBest = (trial: ReportTrial): boolean => trial.number === best?.number
  const drawn = evenly(reporting, limits.lines, isBest)
  const listed = evenly(reporting, limits.rows, isBest)
  const steps = stepsOf(reporting)
  const columns = evenly(steps, limits.columns)
  const pruned = reporting.filter(({ state }) => state === 'pruned').length
  const lengths = extremes(reporting.map(({ intermediate }) => intermediate.length))
  const form = valueForm(study)
  return {
    name: 'intermediate-values',
    title: 'Intermediate values',
    caption: sentences(
      'Each line is a trial that reported values; dashed lines are pruned trials, and the thick line is the best trial.',
      describeThinning(drawn.length, reporting.length, 'trials'),
      lengths.high > limits.points
        ? `Shows at most ${limits.points} values of each trial, picked evenly.`
        : '',
    ),
    alternative:
      `Line chart of the values that ${pluralize(reporting.length, 'trial')} reported at up to ${pluralize(steps.length, 'step')}. ` +
      `${pluralize(pruned, 'trial')} ${pruned === 1 ? 'was' : 'were'} pruned; ` +
      `each trial reported ${lengths.low === lengths.high ? '' : `${lengths.low} to `}${pluralize(lengths.high, 'value')}.`,
    table: {
      head: ['trial', 'state', ...columns.map((step) => `step ${step}`)],
      rows: listed.map(({ number, state, intermediate }) => {
        const values = new Map(intermediate)
        return [String(number), state, ...columns.map((step) => form.format(values.get(step)))]
      }),
      note: sentences(
        describeThinning(listed.length, reporting.length, 'trials'),
        describeThinning(columns.length, steps.length, 'steps'),
      ),
    },
    draw: (width) => draw(drawn, best?.number, form, width),
  }
}

/** Returns all steps at which trials reported, in ascending order. */
function stepsOf(trials: readonly ReportingTrial[]): number[] {
  const steps = new Set<number>()
  for (const { intermediate } of trials) for (const [step] of intermediate) steps.add(step)
  return [...steps].sort((a, b) => a - b)
}

const styles = {
  best: { color: stateColor('complete'), width: 3.5, opacity: 1, type: 'solid' },
  complete: { color: stateColor('complete'), width: 1.2, opacity: 0.6, type: 'solid' },
  pruned: { color: stateColor('pruned'), width: 1.2, opacity: 0.7, type: [4, 3] },
  other: { color: stateColor('other'), width: 1.2, opacity: 0.7, type: [1, 3] },
} as const

function draw(
  trials: readonly ReportingTrial[],
  best: number | undefined,
  { factor, within, axisName }: StudyValueForm,
  width: number,
): Drawing {
  const kindOf = ({ state, number }: ReportTrial): keyof typeof styles => {
    if (number === best) return 'best'
    return state === 'complete' || state === 'pruned' ? state : 'other'
  }
  const kinds = (['best', 'complete', 'pruned', 'other'] as const).filter((kind) =>
    trials.some((trial) => kindOf(trial) === kind),
  )
  const legend = legendAbove(kinds, width)
  const plot = plotBelow({ above: legend.height, left: 62, height: isWide(width) ? 300 : 240, title: true })
  const lines = trials.map((trial) => ({ trial, points: evenly(trial.intermediate, limits.points) }))
  const scale = scaleOf(
    lines.flatMap(({ points }) => points.map(([, value]) => value)),
    { lines: 5, factor, within },
  )
  return {
    height: plot.height,
    option: {
      legend: legend.option,
      grid: plot.grid,
      xAxis: baseAxis({ name: 'step', minInterval: 1 }),
      yAxis: valueAxis({ ...scale.extent, name: axisName, axisLabel: { formatter: scale.label } }),
      series: lines.map(({ trial, points }): LineSeriesOption => {
        const kind = kindOf(trial)
        const { color, type, ...style } = styles[kind]
        return {
          type: 'line',
          name: kind,
          data: points.map(([step, value]) => [step, Number.isFinite(value) ? scale.at(value) : '-']),
          clip: false,
          // Markers would hide many lines, but a line of one value is invisible without a marker.
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
