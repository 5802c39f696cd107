import type { StudyEvent } from '@tunekit/sweep'
import { createLogUpdate } from 'log-update'
import { say } from '../process/print.ts'
import { formatDescription, seedOf } from './describe-configuration.ts'
import { formatStudy, summarizeStudy, valueFormat } from './format-study.ts'
import type { StudyView } from './format-study.ts'

/** Shows a study while it runs. */
export interface StudyDisplay {
  onEvent(event: StudyEvent): void
  /** Shows the study for the last time. */
  stop(): void
}

type StudyToShow = Omit<StudyView, 'columns' | 'lines' | 'now'>

const FRAME_MS = 1000 // the remaining time changes even if no trial does

/** Creates a display: a live table on a terminal, or else a line for each trial that ends. */
export function studyDisplay(view: StudyToShow): StudyDisplay {
  return process.stderr.isTTY ? liveTable(view) : endedTrials(view)
}

function liveTable(view: StudyToShow): StudyDisplay {
  const update = createLogUpdate(process.stderr)
  const draw = (): void => {
    const { columns = 80, rows = 24 } = process.stderr
    const size = { columns: columns - 1, lines: Math.max(4, rows - 6) }
    update(formatStudy({ ...view, ...size, now: new Date() }).join('\n'))
  }
  const timer = setInterval(draw, FRAME_MS)
  return {
    onEvent(event) {
      if (event.type === 'warning') {
        update.clear()
        say(warningOf(event))
      }
      draw()
    },
    stop() {
      clearInterval(timer)
      draw()
      update.done()
    },
  }
}

function endedTrials(view: StudyToShow): StudyDisplay {
  return {
    onEvent(event) {
      const { trial } = event
      if (event.type === 'restart') {
        say(`Trial ${trial.number} starts again: ${sentence(event.failure.message)}`)
      }
      if (event.type === 'warning') say(warningOf(event))
      if (event.type !== 'end') return
      const { number, configuration, state, value, failures } = trial
      const words = formatDescription({ ...view.describe(configuration), seed: seedOf(trial) })
      const result = state === 'failed' ? `failed: ${failures.at(-1)?.message}` : state
      const format = valueFormat(view.metric, [value, view.study.best()?.value])
      const withValue = value === undefined ? '' : ` with ${format(value)}`
      const [progress] = summarizeStudy({ ...view, columns: Infinity, lines: 0, now: new Date() })
      say(`Trial ${number} (${words}) ${sentence(result + withValue)} ${progress}.`)
    },
    stop() {},
  }
}

function warningOf({ trial, message }: Extract<StudyEvent, { type: 'warning' }>): string {
  return `Trial ${trial.number}: ${sentence(message)}`
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`
}
