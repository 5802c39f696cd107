/**
 * Creates a function to await between the steps of a long computation. At most once in `interval` milliseconds it yields to
 * the event loop, so that timers, signals and input are handled. Otherwise it only reads the clock.
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

/** Resolves in a new macrotask. It uses a message, because browsers delay nested timers by 4 ms. */
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
