import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-sigkill-'))
})

afterAll(() => rm(folder, { recursive: true }))

describe('a training process with a checkpoint file', () => {
  it('ends with the same weights when it is killed at random moments and started again', async () => {
    const uninterrupted = await runChild(join(folder, 'uninterrupted'))
    expect(uninterrupted.epochs).toHaveLength(61)
    const kill = fc.record({ line: fc.integer({ min: 2, max: 12 }), delay: fc.nat(15) })
    let file = 0
    await fc.assert(
      fc.asyncProperty(fc.array(kill, { minLength: 2, maxLength: 3 }), async (kills) => {
        const path = join(folder, String(file++))
        for (const moment of kills) await runChild(path, moment)
        const last = await runChild(path)
        expect(last.epochs).not.toContain(0)
        expect(last.weights).toBe(uninterrupted.weights)
      }),
      { numRuns: 2 },
    )
  }, 60_000)
})

/**
 * Runs test/train-child.ts on a checkpoint file to its end, or until SIGKILL some milliseconds after it has printed so
 * many lines, one an epoch.
 */
async function runChild(
  path: string,
  kill?: { line: number; delay: number },
): Promise<{ epochs: number[]; weights: string | undefined }> {
  const script = join(import.meta.dirname, '../../test/train-child.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const epochs: number[] = []
  let weights: string | undefined
  let lines = 0
  for await (const line of createInterface(child.stdout)) {
    const [kind, value] = line.split(' ')
    if (kind === 'epoch') epochs.push(Number(value))
    else weights = value
    if (++lines === kill?.line) setTimeout(() => child.kill('SIGKILL'), kill.delay)
  }
  return { epochs, weights }
}
