import { expect, it } from '@jest/globals'
import { runBundled } from './run-bundled.ts'

it("passes every one of tfjs-core's own specs", async () => {
  const { specs, failures } = (await runBundled('conformance-suite.js')) as {
    specs: number
    failures: string[]
  }
  expect(failures).toEqual([])
  expect(specs).toBeGreaterThan(4200)
}, 120_000)
