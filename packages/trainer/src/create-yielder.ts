/**
 * Makes a function to be awaited between the steps of a long computation. At most every `interval` milliseconds it
 * lets everything else that is due run (timers, signals, input); otherwise it costs one reading of the clock.
 */
export function createYielder({ interval = 50 }: { interval?: number } = {}): () =>
  Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < interval) return undefined
    return yieldToEventLoop().then(() => {
      last = performance.now()
    })
  }
}

/** Resolves in a new macrotask. Browsers delay nested timers by 4 ms, a message is not delayed. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve)
      return
    }
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(undefined)
  })
}
