/**
 * Watches for random numbers and readings of the clock until the returned function is called. Comparing two runs of a
 * program would not find these, since the runs may do the same by chance.
 *
 * @param onUse Called at each use
 * @returns Stops watching
 */
export function observeNondeterminism(onUse: () => void): () => void {
  const restores = sources().map(([owner, name]) => {
    const original = owner && (Reflect.get(owner, name) as unknown)
    if (typeof original !== 'function') return () => undefined
    const ownProperty = Object.getOwnPropertyDescriptor(owner, name)
    const value = new Proxy(original, {
      apply(target, self, args) {
        onUse()
        return Reflect.apply(target as () => unknown, self, args) as unknown
      },
      construct(target, args, newTarget) {
        if (args.length === 0) onUse() // new Date() is the current time
        return Reflect.construct(target, args, newTarget) as object
      },
      get(target, property) {
        if (name === 'Date' && property === 'now') onUse()
        if (name === 'hrtime' && property === 'bigint') onUse()
        return Reflect.get(target, property) as unknown
      },
    })
    if (!Reflect.defineProperty(owner!, name, { value, configurable: true, writable: true })) {
      return () => undefined
    }
    return () => {
      if (ownProperty) Reflect.defineProperty(owner!, name, ownProperty)
      else Reflect.deleteProperty(owner!, name)
    }
  })
  return () => restores.forEach((restore) => restore())
}

/** The functions whose results differ from call to call. */
function sources(): (readonly [owner: object | undefined, name: string])[] {
  const { crypto, performance, process } = globalThis as Partial<typeof globalThis>
  return [
    [Math, 'random'],
    [crypto, 'getRandomValues'],
    [crypto, 'randomUUID'],
    [performance, 'now'],
    [process, 'hrtime'],
    [globalThis, 'Date'],
  ]
}
