import { nameAxis, numberAxis } from '../drawing/axes.ts'
import type { Chart } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { ink } from '../drawing/palette.ts'
import { rowLabels } from '../drawing/row-labels.ts'
import { bars } from '../drawing/bars.ts'
import { describeConditions } from '../data/conditions.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { seconds, tick } from '../values/format-numbers.ts'
import { groupSecondsPerEpoch, referenceName, secondsPerEpochOf } from '../data/group-figures.ts'
import type { ReportGroup } from '../input/report-input.ts'

/** Configurations in the chart, at most. */
const most = 100

/** Training time of an epoch for every configuration, beside the reference's. */
export function secondsPerEpochChart(groups: readonly ReportGroup[]): Chart | undefined {
  const all = groups
    .map((group) => ({
      label: group.label,
      runs: group.runs.flatMap((run) => secondsPerEpochOf(run) ?? []).filter(Number.isFinite),
      ours: groupSecondsPerEpoch(group),
      theirs: group.reference?.secondsPerEpoch,
    }))
    .filter(({ ours, theirs }) => ours ?? theirs)
  if (all.length === 0) return undefined
  const rows = evenly(all, most)
  const theirName = referenceName(groups)
  const conditions = describeConditions(groups, { split: 'train' })
  const hasTheirs = rows.some(({ theirs }) => theirs !== undefined)
  return {
    name: 'seconds-per-epoch',
    title: 'Training time of an epoch',
    caption: [
      'Bars are means over epochs and runs, without evaluations; rings are single runs.',
      hasTheirs ? `Diamonds are the figures of ${theirName}, on its own machine.` : '',
      conditions,
      describeThinning(rows.length, all.length, 'configurations'),
    ]
      .filter(Boolean)
      .join(' '),
    alternative: [
      `Seconds of training for an epoch. ${rows
        .map(
          ({ label, ours, theirs }) =>
            `${label}: ${seconds(ours) || 'not measured'}${theirs === undefined ? '' : `, ${theirName} ${seconds(theirs)}`}`,
        )
        .join('; ')}.`,
      conditions,
    ]
      .filter(Boolean)
      .join(' '),
    table: {
      head: ['configuration', 'mean', ...(hasTheirs ? [theirName] : []), 'single runs'],
      rows: rows.map(({ label, ours, theirs, runs }) => [
        label,
        seconds(ours),
        ...(hasTheirs ? [seconds(theirs)] : []),
        runs.map(seconds).join(', '),
      ]),
    },
    draw(width) {
      const names = ['mean', 'single run', ...(hasTheirs ? [theirName] : [])]
      const legend = legendAbove(names, width, { icon: 14 })
      const labels = rowLabels(
        rows.map(({ label }) => label),
        width,
        { row: 28 },
      )
      return {
        height: legend.height + labels.height + 52,
        option: {
          legend: legend.option,
          grid: { left: labels.left, right: 18, top: legend.height + 6, height: labels.height },
          xAxis: {
            ...numberAxis,
            scale: false,
            min: 0,
            name: 'seconds',
            nameLocation: 'middle',
            nameGap: 26,
            splitNumber: width >= 600 ? 6 : 3,
            axisLabel: { ...numberAxis.axisLabel, formatter: tick, hideOverlap: true },
          },
          yAxis: { ...nameAxis, ...labels.axis, inverse: true },
          series: [
            ...labels.series,
            bars(
              rows.map(({ ours }) => ours ?? NaN),
              { color: ink.series[0], thickness: 14, shift: labels.shift, name: 'mean' },
            ),
            {
              type: 'scatter',
              name: 'single run',
              symbol: 'circle',
              symbolSize: 6,
              symbolOffset: [0, labels.shift],
              itemStyle: { color: ink.surface, opacity: 1, borderColor: ink.text, borderWidth: 1.2 },
              data: rows.flatMap(({ runs }, row) => runs.map((run) => [run, row])),
              z: 4,
            },
            {
              type: 'scatter',
              name: theirName,
              symbol: 'diamond',
              symbolSize: 13,
              symbolOffset: [0, labels.shift],
              itemStyle: { color: ink.surface, opacity: 1, borderColor: ink.series[1], borderWidth: 2 },
              data: rows.flatMap(({ theirs }, row) => (theirs === undefined ? [] : [[theirs, row]])),
              z: 5,
            },
          ],
        },
      }
    },
  }
}
