import { cellWidth } from '../text/cell-width.ts'
import type { ClassificationResult } from './create-classification-metrics.ts'

/**
 * Formats a confusion matrix as text. Each true class has a row that ends with its recall, each predicted class a column that
 * ends with its precision, and a dot stands for 0 images. Ten classes fit in 80 columns if cells have at most 99,999 images
 * and names at most 11 characters.
 *
 * @param result The result of a `ClassificationMetrics`
 * @param options.classNames Names to show after the indices of the rows
 * @returns The lines, joined by newlines, without a newline at the end
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

/** Formats a fraction with one digit after the point. Only a perfect score is 100%. */
function percent(fraction: number): string {
  return fraction === 1 ? '100%' : `${Math.min(100 * fraction, 99.9).toFixed(1)}%`
}
