import cliProgress from 'cli-progress'
import { formatProgress } from './format-progress.ts'
import { ignoreClosedOutput } from './ignore-closed-output.ts'
import type { TerminalStream } from './supports-color.ts'

/** A progress bar for one task after another, such as the epochs of a run. */
export interface Progress {
  /** Starts a task that counts from 0 to `total`, and ends the previous task. */
  start(options: { total: number; label: string }): void
  /** Sets how many of `total` are done. It is fast enough to call after every batch. */
  update(done: number): void
  /** Prints a line above the bar. */
  log(line: string): void
  /** Removes the bar. `log` and `start` still work afterwards. */
  stop(): void
}

/** The options of {@link createProgress}. */
export interface ProgressOptions {
  /** The stream to show progress on. Default `process.stderr`. */
  stream?: TerminalStream
  /** The name of the items that are counted. Default `images`. */
  unit?: string
  /** If the stream is not a terminal: seconds without output before a line of progress. Default 30. */
  secondsBetweenLines?: number
  /** Returns the time in milliseconds, from any origin. Default: the system clock. */
  now?: () => number
}

const REDRAW_MILLISECONDS = 100

/**
 * Creates a progress display. On a terminal it is a live bar on the bottom line, with speed and remaining time, never wider than
 * the terminal. On other streams, and with `TERM=dumb`, it prints a plain line from time to time.
 *
 * The bar neither hides the cursor nor changes the terminal's modes, so a killed process leaves nothing to restore. It does not
 * keep the process alive. `update` redraws it after a tenth of a second, and a timer redraws it while the event loop is free. If
 * the reader of the stream exits, the output ends and the process continues.
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
        // cli-progress only writes to the stream and reads its isTTY and columns.
        stream: stream as NodeJS.WritableStream,
        format: (_options, { value, maxWidth }) =>
          // Some terminals wrap the line after a character in the last column.
          formatProgress({
            label,
            done: value,
            total,
            seconds: (now() - startedAt) / 1000,
            unit,
            width: maxWidth - 1,
          }),
        clearOnComplete: true,
        forceRedraw: true, // a logged line has just overwritten the bar
        linewrap: true, // do not change the terminal's mode
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
  let lastLineAt = 0

  return {
    start({ total, label }) {
      lastLineAt = now()
      task = { total, label, startedAt: lastLineAt }
    },
    update(done) {
      if (!task || now() - lastLineAt < 1000 * secondsBetweenLines) return
      lastLineAt = now()
      stream.write(
        `${formatProgress({ ...task, done, unit, seconds: (lastLineAt - task.startedAt) / 1000 })}\n`,
      )
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
