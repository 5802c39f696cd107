import { describe, expect, it } from '@jest/globals'
import { runBundled } from './run-bundled.ts'

interface Report {
  readonly specs: number
  readonly failures: string[]
  /** The number of threads that ran at the end. */
  readonly threads: number
}

describe("passes all of tfjs-core's own specs", () => {
  // `workPerSlice: 1` makes several threads share the specs' small tensors.
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
