import cliProgress from 'cli-progress'
import { formatProgress } from './format-progress.ts'
import { ignoreClosedOutput } from './ignore-closed-output.ts'
import type { TerminalStream } from './supports-color.ts'

/** Progress of one thing after another, for example of the epochs of a run. */
export interface Progress {
  /** Starts counting from 0 towards `total`; what was going on before is over. */
  start(options: { total: number; label: string }): void
  /** Says how many of `total` are done by now. Cheap enough for every batch. */
  update(done: number): void
  /** Prints a line above the bar. */
  log(line: string): void
  /** Removes the bar; {@link Progress.log} and another start() may follow. */
  stop(): void
}

export interface ProgressOptions {
  /** Default `process.stderr`. */
  stream?: TerminalStream
  /** What is counted. Default `images`. */
  unit?: string
  /** Without a terminal: seconds of silence before a line of progress. Default 30. */
  secondsBetweenLines?: number
  /** Milliseconds, from any origin. Default the system clock. */
  now?: () => number
}

const REDRAW_MILLISECONDS = 100

/**
 * Shows progress: on a terminal as a live bar with speed and remaining time, on the bottom line and never wider than
 * the terminal; elsewhere (and with `TERM=dumb`) as a plain line now and then, for things that take long.
 *
 * The bar neither hides the cursor nor changes a mode of the terminal, so there is nothing to restore should the
 * process be killed; and it does not keep the process alive. It is redrawn by `update` when a tenth of a second has
 * passed, and by a timer while the event loop is free. A stream whose reader has gone ends the output but not the process.
 *
 * @example
 * const progress = createProgress()
 * progress.start({ total: 60000, label: 'Epoch 3/10' })
 * for (const done of imagesDone) progress.update(done)
 * progress.log('Epoch: 3   Test: (loss = 0.0439, acc = 98.64)')
 * progress.stop()
 */
export function createProgress(options: ProgressOptions = {}): Progress {
  const { stream = process.stderr, unit = 'images', secondsBetweenLines = 30, now = Date.now } = options
  ignoreClosedOutput(stream)
  return stream.isTTY === true && process.env.TERM !== 'dumb'
    ? liveProgress({ stream, unit, now })
    : plainProgress({ stream, unit, now, secondsBetweenLines })
}

function liveProgress({
  stream,
  unit,
  now,
}: Required<Omit<ProgressOptions, 'secondsBetweenLines'>>): Progress {
  let bars: UnreferencedBars | undefined
  let bar: cliProgress.SingleBar
  let drawnAt = 0

  function draw(): void {
    drawnAt = now()
    bars?.update()
  }
  function stop(): void {
    bars?.stop()
    bars = undefined
  }

  return {
    start({ total, label }) {
      stop()
      const startedAt = now()
      bars = new UnreferencedBars({
        // cli-progress writes to the stream, and reads its isTTY and columns, but needs nothing else of it.
        stream: stream as NodeJS.WritableStream,
        format: (_options, { value, maxWidth }) =>
          // A character in the last column would leave some terminals about to wrap.
          formatProgress({
            label,
            done: value,
            total,
            seconds: (now() - startedAt) / 1000,
            unit,
            width: maxWidth - 1,
          }),
        clearOnComplete: true,
        forceRedraw: true, // a logged line has just taken the bar's place
        linewrap: true, // that is: leave the terminal's mode alone
      })
      bar = bars.create(total, 0)
      draw()
    },
    update(done) {
      if (!bars) return
      bar.update(done)
      if (now() - drawnAt >= REDRAW_MILLISECONDS) draw()
    },
    log(line) {
      if (!bars) return void stream.write(`${line}\n`)
      bars.log(`${line}\n`)
      draw()
    },
    stop,
  }
}

function plainProgress({ stream, unit, now, secondsBetweenLines }: Required<ProgressOptions>): Progress {
  let task: { total: number; label: string; startedAt: number } | undefined
  let spokeAt = 0

  return {
    start({ total, label }) {
      spokeAt = now()
      task = { total, label, startedAt: spokeAt }
    },
    update(done) {
      if (!task || now() - spokeAt < 1000 * secondsBetweenLines) return
      spokeAt = now()
      stream.write(`${formatProgress({ ...task, done, unit, seconds: (spokeAt - task.startedAt) / 1000 })}\n`)
    },
    log(line) {
      stream.write(`${line}\n`)
    },
    stop() {
      task = undefined
    },
  }
}

/** Bars whose redraw timer does not keep the process alive. */
class UnreferencedBars extends cliProgress.MultiBar {
  declare private timer: NodeJS.Timeout

  override update(): void {
    super.update()
    this.timer.unref()
  }
}
