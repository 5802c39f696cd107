/** A limit on time. */
export interface RunningTimer {
  /** Begins again. */
  restart(): void
  /** Ends it; no effect once it has run out. */
  stop(): void
}

export interface RunningTimerOptions {
  /** Time counts while this holds. Default always. */
  readonly counts?: () => boolean
}

/**
 * Calls `onEnd` after a number of seconds, counting only the time in which this process runs and waits for events.
 *
 * Limits are meant for others. A process that is stopped (SIGSTOP, Ctrl-Z), swapped out or busy hears nothing of what they
 * do: a timer of the system would run out, and then be served before what they sent meanwhile. Here a pause counts for at
 * most two ticks, and whatever has already arrived is heard before `onEnd` is called.
 */
export function afterRunning(
  seconds: number,
  onEnd: () => void,
  { counts = () => true }: RunningTimerOptions = {},
): RunningTimer {
  const limit = seconds * 1000
  const tick = Math.min(longestTick, Math.max(1, limit / 20))
  let counted = 0
  let last = performance.now()
  let immediate: NodeJS.Immediate | undefined
  const timer = setInterval(() => {
    const now = performance.now()
    if (counts()) counted += Math.min(now - last, 2 * tick)
    last = now
    // Events are served between a timer and an immediate; one of them may restart or stop this.
    if (counted >= limit) immediate ??= setImmediate(end)
  }, tick)

  function end(): void {
    immediate = undefined
    if (counted < limit || !counts()) return
    clearInterval(timer)
    onEnd()
  }

  return {
    restart() {
      counted = 0
    },
    stop() {
      clearInterval(timer)
      clearImmediate(immediate)
    },
  }
}

/** In milliseconds. */
const longestTick = 250
