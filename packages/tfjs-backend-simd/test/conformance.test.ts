import { describe, expect, it } from '@jest/globals'
import { runBundled } from './run-bundled.ts'

interface Report {
  readonly specs: number
  readonly failures: string[]
  /** How many threads ran in the end. */
  readonly threads: number
}

describe("passes every one of tfjs-core's own specs", () => {
  // Work of any size is shared, so that the specs' small tensors are computed by several threads too.
  it.each([{ threads: 1 }, { threads: 3, workPerSlice: 1 }])(
    '%j',
    async (options) => {
      const { specs, failures, threads } = (await runBundled('conformance-suite.js', options)) as Report
      expect(failures).toEqual([])
      expect(specs).toBeGreaterThan(4200)
      expect(threads).toBe(options.threads)
    },
    120_000,
  )
})
