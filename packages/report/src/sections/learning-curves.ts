import { html } from '@remix-run/html-template'
import { maxLearningCurves, type Charts } from '../charts/collect-charts.ts'
import { describeThinning } from '../values/evenly.ts'
import { renderFigure } from '../html/figure.ts'
import type { Section } from '../html/section.ts'

/** Renders the accuracy and loss per epoch of the configurations, and their comparisons. */
export function learningCurvesSection({ sections }: Charts): Section | undefined {
  const drawn = sections.filter(({ charts }) => charts.length > 0)
  if (drawn.length === 0) return undefined
  const count = sections.reduce((sum, { groups }) => sum + groups.length, 0)
  const note = describeThinning(Math.min(count, maxLearningCurves), count, 'configurations')
  return {
    id: 'learning-curves',
    title: 'Learning curves',
    content: html`${note === '' ? '' : html`<p>${note}</p> `}${drawn.map(
      ({ title, charts }) =>
        html`${title === undefined ? '' : html`<h3>${title}</h3> `}${charts.map(renderFigure)}`,
    )}`,
  }
}
