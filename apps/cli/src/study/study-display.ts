import type { StudyEvent } from '@tunekit/sweep'
import { createLogUpdate } from 'log-update'
import { say } from '../process/print.ts'
import { formatStudy, inWords, seedOf, summarize, valueFormat } from './format-study.ts'
import type { StudyView } from './format-study.ts'

/** Shows a study while it runs. */
export interface StudyDisplay {
  onEvent(event: StudyEvent): void
  /** Draws it a last time. */
  stop(): void
}

const FRAME = 1000 // ms: the time left changes even if nothing happens

/** On a terminal a live table; otherwise a line for each trial that ends. */
export function studyDisplay(what: Omit<StudyView, 'columns' | 'lines' | 'now'>): StudyDisplay {
  return process.stderr.isTTY ? liveTable(what) : endedTrials(what)
}

function liveTable(what: Omit<StudyView, 'columns' | 'lines' | 'now'>): StudyDisplay {
  const update = createLogUpdate(process.stderr)
  const draw = (): void => {
    const { columns = 80, rows = 24 } = process.stderr
    update(
      formatStudy({ ...what, columns: columns - 1, lines: Math.max(4, rows - 6), now: new Date() }).join(
        '\n',
      ),
    )
  }
  const timer = setInterval(draw, FRAME)
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

function endedTrials(what: Omit<StudyView, 'columns' | 'lines' | 'now'>): StudyDisplay {
  return {
    onEvent(event) {
      const { trial } = event
      if (event.type === 'restart')
        say(`Trial ${trial.number} starts again: ${sentence(event.failure.message)}`)
      if (event.type === 'warning') say(warningOf(event))
      if (event.type !== 'end') return
      const { number, configuration, state, value, failures } = trial
      const words = inWords({ ...what.describe(configuration), seed: seedOf(trial) })
      const end = state === 'failed' ? `failed: ${failures.at(-1)?.message}` : state
      const withValue =
        value === undefined
          ? ''
          : ` with ${valueFormat(what.metric, [value, what.study.best()?.value])(value)}`
      const [counts] = summarize({ ...what, columns: Infinity, lines: 0, now: new Date() })
      say(`Trial ${number} (${words}) ${sentence(end + withValue)} ${counts}.`)
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
