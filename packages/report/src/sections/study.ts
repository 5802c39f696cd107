import { html } from '@remix-run/html-template'
import { bestConfiguration, type ConfigurationResult } from '../best-configuration.ts'
import type { Charts } from '../collect-charts.ts'
import { number } from '../format-numbers.ts'
import { renderFigure } from '../page/figure.ts'
import { renderFacts, type Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'
import type { ReportInput } from '../report-input.ts'
import type { ReportStudy } from '../report-study.ts'
import { countStates, describeSettings, metricOf, settingOf, valueText } from '../study-trials.ts'

/** A study: its best configuration, its charts, and every trial. */
export function studySection({ study }: ReportInput, charts: Charts): Section | undefined {
  if (!study) return undefined
  const best = bestConfiguration(study)
  return {
    id: 'study',
    title: `Study: ${study.name}`,
    content: html`${renderFacts([
      { label: 'Goal', value: `${study.direction} ${metricOf(study)}` },
      { label: 'Trials', value: study.trials.length === 0 ? 'none yet' : countStates(study) },
      { label: 'Best', value: best ? describeResult(best) : '' },
      {
        label: 'Its configuration',
        value: best ? describeSettings(best.configuration, study) : '',
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

/** `0.97, trial 2`; `0.965, the mean of trials 4 and 5`. */
function describeResult({ mean, trials }: ConfigurationResult): string {
  const numbers = trials.map((trial) => String(trial.number))
  return trials.length === 1
    ? `${number(mean)}, trial ${numbers[0]}`
    : `${number(mean)}, the mean of trials ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`
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
