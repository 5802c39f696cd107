import { afterEach, beforeEach, expect } from '@jest/globals'
import { memory } from '@tensorflow/tfjs-core'

/** Expects every test of a file to free the tensors that it creates. */
export function expectNoLeaks(): void {
  let before: number
  beforeEach(() => {
    before = memory().numTensors
  })
  afterEach(() => {
    expect(memory().numTensors).toBe(before)
  })
}
