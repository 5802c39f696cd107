import { html } from '@remix-run/html-template'
import type { Charts } from '../charts/collect-charts.ts'
import type { PreparedReport } from '../data/prepare-report.ts'
import { renderFigure } from '../html/figure.ts'
import { renderFacts, type Section } from '../html/section.ts'
import { renderTable } from '../html/table.ts'
import { classNamesOf } from '../input/report-input.ts'
import { formatCount, number, percent } from '../values/format-numbers.ts'

/** Renders the scores of one model, overall and by class, and its confusion matrix. */
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
      { label: 'Images', value: formatCount(labels.length) },
      { label: 'Accuracy', value: percent(accuracy) },
      { label: 'Loss', value: number(loss) },
    ])}${
      perClass.length > 0
        ? html`<h3>Scores by class</h3>
            ${renderTable(scores, 'Scores by class')} `
        : ''
    }${charts.evaluation.map(renderFigure)}`,
  }
}
