import { describe, expect, it } from '@jest/globals'
import { createBreather, yieldToEventLoop } from './create-breather.ts'

describe('createBreather', () => {
  it('gives a due timer its turn', async () => {
    let isDue = false
    setTimeout(() => {
      isDue = true
    })
    const breathe = createBreather({ interval: 0 })
    for (let turn = 0; turn < 1e5 && !isDue; turn++) await breathe()
    expect(isDue).toBe(true)
  })

  it('does not pause before its interval is over', () => {
    expect(createBreather({ interval: 1e9 })()).toBeUndefined()
  })
})

describe('yieldToEventLoop', () => {
  it('gives a due timer its turn in browsers, which have no setImmediate', async () => {
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
