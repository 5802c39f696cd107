/** A timer that counts only the time in which this process runs. */
export interface RunningTimer {
  /** Counts from 0 again. */
  restart(): void
  /** Stops the timer; has no effect once the timer has run out. */
  stop(): void
}

export interface RunningTimerOptions {
  /** Returns whether time counts at the moment. Default always. */
  readonly counts?: () => boolean
}

/**
 * Calls `onEnd` after a number of seconds, counting only the time in which this process runs and waits for events.
 *
 * The timer is for limits on other processes. While this process is suspended (SIGSTOP, Ctrl-Z), swapped out or busy, it
 * receives nothing that they send. A timer of the system would run out and would then be served before the events that
 * have arrived in the meantime. With this timer, a pause counts for at most two ticks, and events that have already
 * arrived are handled before `onEnd` is called.
 */
export function startRunningTimer(
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
    // Node serves events between a timer and an immediate; an event may restart or stop this timer.
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
