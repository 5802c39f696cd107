import { cellWidth } from '../text/cell-width.ts'
import type { ClassificationResult } from './create-classification-metrics.ts'

/**
 * Formats a confusion matrix as text: a row for each true class with its recall at the end, a column for each
 * predicted class with its precision at the foot, a dot for no image. Ten classes fit in 80 columns up to
 * 99,999 images a cell and names of 11 characters.
 *
 * @param result From {@link createClassificationMetrics}
 * @param options.classNames Shown after the indices of the rows
 * @returns Lines joined by newlines, none at the end
 * @example
 * formatConfusionMatrix(metrics.result())
 * // true\pred     0     1 recall
 * // 0            49     1  98.0%
 * // 1             ·    50   100%
 * // precision  100% 98.0%
 */
export function formatConfusionMatrix(
  { confusion, perClass }: Pick<ClassificationResult, 'confusion' | 'perClass'>,
  { classNames = [] }: { classNames?: readonly string[] } = {},
): string {
  const rows = [
    ['true\\pred', ...confusion.keys(), 'recall'],
    ...confusion.map((row, index) => [
      [index, classNames[index]].join(' ').trimEnd(),
      ...row.map((count) => count || '·'),
      percent(perClass[index].recall),
    ]),
    ['precision', ...perClass.map(({ precision }) => percent(precision))],
  ].map((row) => row.map(String))

  const labelWidth = rows.reduce((widest, [label]) => Math.max(widest, cellWidth(label)), 0)
  const countWidth = confusion.flat().reduce((widest, count) => Math.max(widest, String(count).length), 5)
  return rows
    .map(([label, ...cells]) => {
      const padded = cells.map((cell, index) => cell.padStart(index < confusion.length ? countWidth : 6))
      return [label + ' '.repeat(labelWidth - cellWidth(label)), ...padded].join(' ')
    })
    .join('\n')
}

/** One digit after the point; only a perfect score is 100%. */
function percent(fraction: number): string {
  return fraction === 1 ? '100%' : `${Math.min(100 * fraction, 99.9).toFixed(1)}%`
}
