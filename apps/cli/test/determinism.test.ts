import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { bundleTraining } from './determinism/bundle-training.ts'
import { findChromium } from './determinism/find-chromium.ts'
import { trainInChromium } from './determinism/train-in-chromium.ts'
import { node22, trainInNode } from './determinism/train-in-node.ts'
import type { TrainingResult } from './determinism/train.ts'

/** The other runtimes are optional for a developer, but not for a build. */
const skipsNode22 = !existsSync(node22) && !process.env.CI
const skipsChromium = !findChromium() && !process.env.CI

/** Milliseconds that a training may take on a busy machine. */
const PATIENCE = 40_000

describe('30 steps of training end with the same weights, to the last bit', () => {
  let folder: string
  let bundle: string
  let expected: Pick<TrainingResult, 'sha256' | 'losses'>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tunekit-'))
    bundle = await bundleTraining(folder)
    const { sha256, losses } = await trainInNode(process.execPath, bundle, { threads: 1 })
    expected = { sha256, losses }
  }, PATIENCE)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('having learned', () => {
    expect(expected.losses).toHaveLength(3)
    expect(expected.losses[2]).toBeLessThan(expected.losses[0] / 2)
  })

  it.each([1, 2])(
    'operation by operation instead of replayed, with threads: %i',
    async (threads) => {
      const { sha256, losses } = await trainInNode(process.execPath, bundle, { threads, compile: false })
      expect({ sha256, losses }).toEqual(expected)
    },
    PATIENCE,
  )

  it.each([1, 2, 4])(
    'in Node 24 with threads: %i',
    async (threads) => {
      const result = await trainInNode(process.execPath, bundle, { threads })
      expect(result).toEqual({ ...expected, threads, version: expect.stringMatching(/^v24\./) })
    },
    PATIENCE,
  )

  ;(skipsNode22 ? it.skip : it).each([1, 2])(
    `in Node 22 with threads: %i${skipsNode22 ? ' (skipped: npm ci --prefix tools/node-22 installs it)' : ''}`,
    async (threads) => {
      const result = await trainInNode(node22, bundle, { threads })
      expect(result).toEqual({ ...expected, threads, version: expect.stringMatching(/^v22\./) })
    },
    PATIENCE,
  )

  ;(skipsChromium ? describe.skip : describe)(
    `in Chromium${skipsChromium ? ' (skipped: none is on the PATH)' : ''}`,
    () => {
      it.each([1, 2])(
        'isolated, with threads: %i',
        async (threads) => {
          const result = await trainInChromium(bundle, { isolated: true, threads })
          expect(result).toEqual({ ...expected, threads, crossOriginIsolated: true })
        },
        PATIENCE,
      )

      it(
        'not isolated',
        async () => {
          const result = await trainInChromium(bundle, { isolated: false })
          expect(result).toEqual({ ...expected, threads: 1, crossOriginIsolated: false })
        },
        PATIENCE,
      )

      it.each([
        "require-trusted-types-for 'script'",
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'",
      ])(
        'where no worker may start: %s',
        async (policy) => {
          const options = { isolated: true, policy, threads: 2, awaitedThreads: 1 }
          const result = await trainInChromium(bundle, options)
          expect(result).toEqual({ ...expected, threads: 1, crossOriginIsolated: true })
        },
        PATIENCE,
      )

      it(
        'or says what keeps it from starting',
        async () => {
          const policy = "script-src 'self' 'unsafe-inline'"
          await expect(trainInChromium(bundle, { isolated: true, policy })).rejects.toThrow(
            "add 'wasm-unsafe-eval' to its script-src",
          )
        },
        PATIENCE,
      )
    },
  )
})
