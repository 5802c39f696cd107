import { html } from '@remix-run/html-template'
import type { Charts } from '../charts/collect-charts.ts'
import type { PreparedReport } from '../data/prepare-report.ts'
import {
  bestTrial,
  countStates,
  describeConfiguration,
  describeConstants,
  metricOf,
  parameterValue,
  valueForm,
  varyingParameters,
} from '../data/study-trials.ts'
import type { Table } from '../drawing/chart.ts'
import { renderFigure } from '../html/figure.ts'
import { renderFacts, type Section } from '../html/section.ts'
import { renderTable } from '../html/table.ts'
import type { BestConfiguration, ReportStudy, ReportTrial } from '../input/report-study.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { formatCount, number } from '../values/format-numbers.ts'

/** The maximum number of rows in the table of trials. */
const maxTrials = 1000

/** Renders a section for each study: its best configuration, its charts and its trials. */
export function studySections({ studies }: PreparedReport, charts: Charts): Section[] {
  return studies.map((study, index) => {
    const best = bestOf(study)
    const suffix = index === 0 ? '' : `-${index + 1}`
    const title = studies.length > 1 ? `All trials of ${study.name}` : 'All trials'
    return {
      id: `study${suffix}`,
      title: `Study: ${study.name}`,
      content: html`${renderFacts([
        { label: 'Goal', value: `${study.direction} ${metricOf(study)}` },
        { label: 'Trials', value: study.trials.length === 0 ? 'none yet' : countStates(study) },
        { label: `Best ${metricOf(study)}`, value: best ? describeResult(best, study) : '' },
        {
          label: 'Best configuration',
          value: best ? describeConfiguration(best.configuration, study) : '',
        },
        { label: 'Constant parameters', value: describeConstants(study) },
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

function bestOf(study: ReportStudy): BestConfiguration | undefined {
  const trial = bestTrial(study)
  return study.best ?? (trial && { configuration: trial.configuration, trials: [trial], mean: trial.value })
}

/** Describes the best value: `0.97, trial 2`; `0.965, the mean of trials 4 and 5`; `0.965, the mean of 40 trials`. */
function describeResult({ mean, trials }: BestConfiguration, study: ReportStudy): string {
  const numbers = trials.map((trial) => String(trial.number))
  const value = valueForm(study).format(mean)
  if (trials.length === 1) return `${value}, trial ${numbers[0]}`
  return trials.length > 20
    ? `${value}, the mean of ${formatCount(trials.length)} trials`
    : `${value}, the mean of trials ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`
}

function trialsTable(study: ReportStudy): Table {
  const { format } = valueForm(study)
  const listed = evenly(study.trials, maxTrials)
  // A parameter with the name "seed" replaces the seed of the trial.
  const isSeedParameter = Object.hasOwn(study.parameters, 'seed')
  const columns: { head: string; cell: (trial: ReportTrial) => string }[] = [
    { head: 'state', cell: ({ state }) => state },
    { head: metricOf(study), cell: ({ value }) => format(value) },
    ...varyingParameters(study).map(({ name, text }) => ({
      head: name,
      cell: (trial: ReportTrial) => text(parameterValue(trial, name)),
    })),
    { head: 'seed', cell: ({ seed }) => (isSeedParameter ? '' : number(seed, 17)) },
    { head: 'repeat', cell: ({ repeat }) => number(repeat) },
  ]
  const filled = columns.filter(({ cell }) => listed.some((trial) => cell(trial) !== ''))
  return {
    head: ['trial', ...filled.map(({ head }) => head)],
    rows: listed.map((trial) => [String(trial.number), ...filled.map(({ cell }) => cell(trial))]),
    note: describeThinning(listed.length, study.trials.length, 'trials'),
  }
}
