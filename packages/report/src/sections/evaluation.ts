import { html } from '@remix-run/html-template'
import { classNamesOf } from '../input/report-input.ts'
import type { Charts } from '../charts/collect-charts.ts'
import { number, percent } from '../values/format-numbers.ts'
import { renderFigure } from '../html/figure.ts'
import { renderFacts, type Section } from '../html/section.ts'
import { renderTable } from '../html/table.ts'
import type { PreparedReport } from '../data/prepare-report.ts'

/** One model's scores: overall, of each class, and its confusion matrix. */
export function evaluationSection({ evaluation }: PreparedReport, charts: Charts): Section | undefined {
  if (!evaluation) return undefined
  const { label, accuracy, loss, labels, perClass = [] } = evaluation
  const names = classNamesOf(evaluation)
  const scores = {
    head: ['class', 'precision', 'recall', 'F1', 'images'],
    rows: perClass.map(({ precision, recall, f1, support }, index) => [
      names[index],
      ...[precision, recall, f1].map(percent),
      String(support),
    ]),
  }
  return {
    id: 'evaluation',
    title: 'Evaluation',
    content: html`${renderFacts([
      { label: 'Model', value: label },
      { label: 'Images', value: String(labels.length) },
      { label: 'Accuracy', value: percent(accuracy) },
      { label: 'Loss', value: number(loss) },
    ])}${
      perClass.length > 0
        ? html`<h3>Scores of each class</h3>
            ${renderTable(scores, 'Scores of each class')} `
        : ''
    }${charts.evaluation.map(renderFigure)}`,
  }
}
