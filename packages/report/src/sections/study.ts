import { html } from '@remix-run/html-template'
import type { Charts } from '../collect-charts.ts'
import { number } from '../format-numbers.ts'
import { renderFigure } from '../page/figure.ts'
import { renderFacts, type Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'
import type { ReportInput } from '../report-input.ts'
import type { ReportStudy } from '../report-study.ts'
import { bestTrial, countStates, describeSettings, metricOf, settingOf, valueText } from '../study-trials.ts'

/** A study: its best trial, its charts, and every trial. */
export function studySection({ study }: ReportInput, charts: Charts): Section | undefined {
  if (!study) return undefined
  const best = bestTrial(study)
  return {
    id: 'study',
    title: `Study: ${study.name}`,
    content: html`${renderFacts([
      { label: 'Goal', value: `${study.direction} ${metricOf(study)}` },
      { label: 'Trials', value: study.trials.length === 0 ? 'none yet' : countStates(study) },
      { label: 'Best', value: best ? `${number(best.value)}, trial ${best.number}` : '' },
      {
        label: 'Its configuration',
        value: best ? describeSettings(best, study) : '',
      },
    ])}${charts.study.map(renderFigure)}${
      study.trials.length === 0
        ? ''
        : html`<details id="trials">
            <summary>All trials</summary>
            ${renderTable(trialsTable(study), 'All trials')}
          </details>`
    }`,
  }
}

function trialsTable(study: ReportStudy): { head: string[]; rows: string[][] } {
  const { trials, parameters } = study
  const names = Object.keys(parameters)
  const columns = [
    { head: 'state', cell: (index: number) => trials[index].state },
    { head: metricOf(study), cell: (index: number) => number(trials[index].value) },
    ...names.map((name) => ({
      head: name,
      cell: (index: number) => valueText(settingOf(trials[index], name)),
    })),
    { head: 'seed', cell: (index: number) => number(trials[index].seed, 17) },
    { head: 'repeat', cell: (index: number) => number(trials[index].repeat) },
  ].filter(({ cell }) => trials.some((_, index) => cell(index) !== ''))
  return {
    head: ['trial', ...columns.map(({ head }) => head)],
    rows: trials.map((trial, index) => [String(trial.number), ...columns.map(({ cell }) => cell(index))]),
  }
}
