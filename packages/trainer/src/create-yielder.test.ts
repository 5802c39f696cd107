import { describe, expect, it } from '@jest/globals'
import { createYielder, yieldToEventLoop } from './create-yielder.ts'

describe('createYielder', () => {
  it('lets a due timer run', async () => {
    let isDue = false
    setTimeout(() => {
      isDue = true
    })
    const yieldIfDue = createYielder({ interval: 0 })
    for (let turn = 0; turn < 1e5 && !isDue; turn++) await yieldIfDue()
    expect(isDue).toBe(true)
  })

  it('does not pause before its interval is over', () => {
    expect(createYielder({ interval: 1e9 })()).toBeUndefined()
  })
})

describe('yieldToEventLoop', () => {
  it('lets a due timer run in browsers, which have no setImmediate', async () => {
    const { setImmediate } = globalThis
    // @ts-expect-error Node always has it
    delete globalThis.setImmediate
    try {
      let isDue = false
      setTimeout(() => {
        isDue = true
      })
      for (let turn = 0; turn < 1e5 && !isDue; turn++) await yieldToEventLoop()
      expect(isDue).toBe(true)
    } finally {
      globalThis.setImmediate = setImmediate
    }
  })
})
