import { describeConditions } from '../data/conditions.ts'
import { curveOf, epochsOf, epochsToDraw, thinEpochs, type Curve } from '../data/epoch-curves.ts'
import type { Measure } from '../data/measure.ts'
import type { ShownGroup } from '../data/prepare-report.ts'
import { epochAxis, valueAxis } from '../drawing/axes.ts'
import { isWide, type Chart, type Drawing } from '../drawing/chart.ts'
import { legendAbove, uniqueNames } from '../drawing/legend.ts'
import { lineStyle } from '../drawing/line-style.ts'
import { niceExtent, withoutOutliers, type Extent } from '../drawing/nice-extent.ts'
import { plotBelow } from '../drawing/plot.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { sentences } from '../values/sentences.ts'
import { epochLine, type EpochLine } from './epoch-line.ts'

/** The maximum number of lines with areas. More areas on top of each other could not be told apart. */
const maxAreas = 4

/** The maximum number of configurations in the chart. */
const maxLines = 40

interface Axis {
  readonly extent: Extent
  /** Whether the axis leaves out values far below the others. */
  readonly isCut: boolean
}

/** Creates a chart that compares a measure per epoch between configurations; undefined for fewer than two configurations. */
export function compareEpochs(
  groups: readonly ShownGroup[],
  measure: Measure,
  { name, title }: { readonly name: string; readonly title: string },
): Chart | undefined {
  const { split, metric, format } = measure
  const measured = groups.filter(({ runs }) =>
    runs.some(({ epochs }) => epochs.some((record) => record[split]?.[metric] !== undefined)),
  )
  if (measured.length < 2) return undefined
  const shown = evenly(measured, maxLines)
  const labels = uniqueNames(shown.map(({ label }) => label))
  const lines = shown.map((group, index): EpochLine => ({
    name: labels[index],
    curve: curveOf(group, measure),
    style: lineStyle(index),
  }))
  const epochs = [...new Set(shown.flatMap((group) => epochsOf({ ...group, reference: undefined })))].sort(
    (a, b) => a - b,
  )
  const last = epochs.at(-1) as number
  const drawnEpochs = thinEpochs(epochsToDraw(epochs))
  const listedEpochs = thinEpochs(epochs)
  const mean = (curve: Curve, epoch: number): string => format(curve.get(epoch)?.mean)
  const { extent, isCut } = extentOf(lines, drawnEpochs, measure)
  const conditions = describeConditions(shown, measure)
  return {
    name,
    title,
    caption: sentences(
      `Each line is the mean ${measure.name} of a configuration.`,
      shown.length <= maxAreas ? 'Shaded areas extend from the lowest to the highest run.' : '',
      isCut ? 'Values far below the others are only in the table.' : '',
      conditions,
      describeThinning(shown.length, measured.length, 'configurations'),
      describeThinning(listedEpochs.length, epochs.length, 'epochs'),
    ),
    alternative: sentences(
      `Line chart of ${measure.name} per epoch for ${shown.length} configurations. After epoch ${last}: ${lines
        .map((line) => `${line.name} ${mean(line.curve, last) || 'not reached'}`)
        .join('; ')}.`,
      conditions,
    ),
    table: {
      head: ['epoch', ...labels],
      rows: listedEpochs.map((epoch) => [String(epoch), ...lines.map(({ curve }) => mean(curve, epoch))]),
    },
    draw: (width) => draw(lines, drawnEpochs, { extent, isCut, measure }, width),
  }
}

function draw(
  lines: readonly EpochLine[],
  epochs: readonly number[],
  { extent, isCut, measure: { factor, unit } }: Axis & { readonly measure: Measure },
  width: number,
): Drawing {
  const legend = legendAbove(
    lines.map(({ name }) => name),
    width,
  )
  const plot = plotBelow({ above: legend.height, left: 62, height: isWide(width) ? 320 : 260, title: true })
  return {
    height: plot.height,
    option: {
      legend: legend.option,
      grid: plot.grid,
      xAxis: epochAxis(epochs),
      yAxis: valueAxis({ ...extent, name: unit }),
      series: lines.flatMap((line) =>
        epochLine(line, epochs, { factor, isCut, hasArea: lines.length <= maxAreas }),
      ),
    },
  }
}

/** Creates an axis for the values that are not far below the others. */
function extentOf(
  lines: readonly EpochLine[],
  epochs: readonly number[],
  { factor, within, metric, near }: Measure,
): Axis {
  const values = lines.flatMap(({ curve }) =>
    epochs.flatMap((epoch) => {
      const spread = curve.get(epoch)
      return spread ? [factor * spread.low, factor * spread.high] : []
    }),
  )
  const finalMeans = lines.map(({ curve }) => {
    const last = epochs.findLast((epoch) => curve.has(epoch))
    return factor * (last === undefined ? NaN : (curve.get(last)?.mean ?? NaN))
  })
  // The first losses are so much higher than the last losses that all of them would be outliers.
  const isShown =
    metric === 'loss' ? () => true : withoutOutliers(finalMeans, { direction: 'maximize', near })
  const shown = values.filter(isShown)
  return { extent: niceExtent(shown, { lines: 6, within }), isCut: shown.length < values.length }
}
