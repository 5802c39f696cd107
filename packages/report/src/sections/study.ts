import { html } from '@remix-run/html-template'
import { bestConfiguration, type ConfigurationResult } from '../data/best-configuration.ts'
import type { Charts } from '../charts/collect-charts.ts'
import type { Table } from '../drawing/chart.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { formatCount, number } from '../values/format-numbers.ts'
import { renderFigure } from '../html/figure.ts'
import { renderFacts, type Section } from '../html/section.ts'
import { renderTable } from '../html/table.ts'
import type { PreparedReport } from '../data/prepare-report.ts'
import type { ReportStudy } from '../input/report-study.ts'
import {
  countStates,
  describeConstants,
  describeSettings,
  metricOf,
  settingOf,
  valueForm,
  varied,
} from '../data/study-trials.ts'

/** Rows of the table of trials, at most. */
const most = 1000

/** Each study: its best configuration, its charts, and its trials. */
export function studySections({ studies }: PreparedReport, charts: Charts): Section[] {
  return studies.map((study, index) => {
    const best = bestConfiguration(study)
    const suffix = index === 0 ? '' : `-${index + 1}`
    const title = studies.length > 1 ? `All trials of ${study.name}` : 'All trials'
    return {
      id: `study${suffix}`,
      title: `Study: ${study.name}`,
      content: html`${renderFacts([
        { label: 'Goal', value: `${study.direction} ${metricOf(study)}` },
        { label: 'Trials', value: study.trials.length === 0 ? 'none yet' : countStates(study) },
        { label: 'Best', value: best ? describeResult(best, study) : '' },
        {
          label: 'Its configuration',
          value: best ? describeSettings(best.configuration, study) : '',
        },
        { label: 'The same in every trial', value: describeConstants(study) },
      ])}${charts.studies[index].map(renderFigure)}${
        study.trials.length === 0
          ? ''
          : html`<details id="trials${suffix}">
              <summary>${title}</summary>
              ${renderTable(trialsTable(study), title)}
            </details>`
      }`,
    }
  })
}

/** `0.97, trial 2`; `0.965, the mean of trials 4 and 5`; `0.965, the mean of 40 trials`. */
function describeResult({ mean, trials }: ConfigurationResult, study: ReportStudy): string {
  const numbers = trials.map((trial) => String(trial.number))
  const value = valueForm(study).format(mean)
  if (trials.length === 1) return `${value}, trial ${numbers[0]}`
  return trials.length > 20
    ? `${value}, the mean of ${formatCount(trials.length)} trials`
    : `${value}, the mean of trials ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`
}

function trialsTable(study: ReportStudy): Table {
  const { format } = valueForm(study)
  const trials = evenly(study.trials, most)
  const parameters = varied(study)
  const isSeedSet = Object.hasOwn(study.parameters, 'seed')
  const columns: { head: string; cell: (trial: ReportStudy['trials'][number]) => string }[] = [
    { head: 'state', cell: ({ state }) => state },
    { head: metricOf(study), cell: ({ value }) => format(value) },
    ...parameters.map(({ name, text }) => ({
      head: name,
      cell: (trial: ReportStudy['trials'][number]) => text(settingOf(trial, name)),
    })),
    // A trial that sets its seed itself does not take the study's.
    { head: 'seed', cell: ({ seed }) => (isSeedSet ? '' : number(seed, 17)) },
    { head: 'repeat', cell: ({ repeat }) => number(repeat) },
  ]
  const filled = columns.filter(({ cell }) => trials.some((trial) => cell(trial) !== ''))
  return {
    head: ['trial', ...filled.map(({ head }) => head)],
    rows: trials.map((trial) => [String(trial.number), ...filled.map(({ cell }) => cell(trial))]),
    note: describeThinning(trials.length, study.trials.length, 'trials'),
  }
}
