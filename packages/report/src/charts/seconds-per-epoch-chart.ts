import { describeConditions } from '../data/conditions.ts'
import { groupSecondsPerEpoch, referenceName, secondsPerEpochOf } from '../data/group-figures.ts'
import { lengthAxis } from '../drawing/axes.ts'
import { bars } from '../drawing/row-marks.ts'
import { isWide, type Chart, type Drawing } from '../drawing/chart.ts'
import { dots, referenceDots, runDots } from '../drawing/dots.ts'
import { labeledRows } from '../drawing/labeled-rows.ts'
import { legendAbove } from '../drawing/legend.ts'
import { ink } from '../drawing/palette.ts'
import { plotBelow } from '../drawing/plot.ts'
import type { ReportGroup } from '../input/report-input.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { seconds } from '../values/format-numbers.ts'
import { sentences } from '../values/sentences.ts'

/** The maximum number of configurations in the chart. */
const maxConfigurations = 100

/** The times of one configuration, in seconds. */
interface Times {
  readonly label: string
  readonly runs: readonly number[]
  readonly mean?: number
  readonly reference?: number
}

/** Creates a chart of the training time per epoch of every configuration and its reference. */
export function secondsPerEpochChart(groups: readonly ReportGroup[]): Chart | undefined {
  const times = groups
    .map((group): Times => ({
      label: group.label,
      runs: group.runs.flatMap((run) => secondsPerEpochOf(run) ?? []).filter(Number.isFinite),
      mean: groupSecondsPerEpoch(group),
      reference: group.reference?.secondsPerEpoch,
    }))
    .filter(({ mean, reference }) => mean ?? reference)
  if (times.length === 0) return undefined
  const shown = evenly(times, maxConfigurations)
  const referenceLabel = shown.some(({ reference }) => reference !== undefined)
    ? referenceName(groups)
    : undefined
  const conditions = describeConditions(groups, { split: 'train' })
  return {
    name: 'seconds-per-epoch',
    title: 'Training time per epoch',
    caption: sentences(
      'Bars are means over epochs and runs, without the time of evaluations; rings are single runs.',
      referenceLabel === undefined
        ? ''
        : `Diamonds are the figures of ${referenceLabel}, measured on its own machine.`,
      conditions,
      describeThinning(shown.length, times.length, 'configurations'),
    ),
    alternative: sentences(
      `Bar chart of seconds of training per epoch. ${shown
        .map(
          ({ label, mean, reference }) =>
            `${label}: ${seconds(mean) || 'not measured'}${reference === undefined ? '' : `, ${referenceLabel} ${seconds(reference)}`}`,
        )
        .join('; ')}.`,
      conditions,
    ),
    table: {
      head: [
        'configuration',
        'mean',
        ...(referenceLabel === undefined ? [] : [referenceLabel]),
        'single runs',
      ],
      rows: shown.map(({ label, mean, reference, runs }) => [
        label,
        seconds(mean),
        ...(referenceLabel === undefined ? [] : [seconds(reference)]),
        runs.map(seconds).join(', '),
      ]),
    },
    draw: (width) => draw(shown, referenceLabel, width),
  }
}

function draw(times: readonly Times[], referenceLabel: string | undefined, width: number): Drawing {
  const legend = legendAbove(
    ['mean', 'single run', ...(referenceLabel === undefined ? [] : [referenceLabel])],
    width,
    { symbol: 14 },
  )
  const rows = labeledRows(
    times.map(({ label }) => label),
    width,
    28,
  )
  const { shift } = rows
  const plot = plotBelow({ above: legend.height, left: rows.left, height: rows.height })
  return {
    height: plot.height,
    option: {
      legend: legend.option,
      grid: plot.grid,
      xAxis: lengthAxis({ min: 0, name: 'seconds', splitNumber: isWide(width) ? 6 : 3 }),
      yAxis: rows.axis,
      series: [
        ...rows.labels,
        bars(
          times.map(({ mean }) => mean ?? NaN),
          { color: ink.series[0], thickness: 14, shift, name: 'mean' },
        ),
        dots(
          times.flatMap(({ runs }, row) => runs.map((run) => [run, row] as const)),
          runDots({ color: ink.text, shift }),
        ),
        dots(
          times.flatMap(({ reference }, row) => (reference === undefined ? [] : [[reference, row] as const])),
          referenceDots({ name: referenceLabel, shift }),
        ),
      ],
    },
  }
}
