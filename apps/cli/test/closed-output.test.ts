import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { inTemporaryFolder, runCli } from './run-cli.ts'
import { cyclicLabels, writeTinyData } from './tiny-data.ts'

const bin = fileURLToPath(new URL('../bin/tunekit.js', import.meta.url))

/** Runs `tunekit` in a shell with redirections or pipes, and returns the exit code of tunekit itself. */
async function shell(
  folder: string,
  args: string,
  redirections: string,
): Promise<{ code: string; output: string }> {
  const line = `{ "$0" "${bin}" ${args}; echo $? > code; } ${redirections}`
  const child = spawn('/bin/sh', ['-c', line, process.execPath], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  }
  await new Promise((resolve) => child.on('close', resolve))
  return { code: (await readFile(join(folder, 'code'), 'utf8')).trim(), output }
}

describe('output that is closed or full', () => {
  it.each([
    ['a pipe that reads one line', '2>&1 | head -n 1', '0', /^data: 40 training and 20 test images\. .*\n$/],
    ['no stdout and stderr', '>&- 2>&-', '0', /^$/],
    ...(existsSync('/dev/full')
      ? ([
          ['stderr on a full disk', '2>/dev/full', '0', /^\{"run":"run",/],
          ['stdout on a full disk', '>/dev/full', '1', /\nCannot write to stdout: ENOSPC: .*\n$/],
        ] as const)
      : []),
  ])(
    'ends the output, not the training: %s',
    async (_, redirections, code, output) => {
      await inTemporaryFolder(async (folder) => {
        await writeTinyData(join(folder, 'data'), { train: cyclicLabels(40), test: cyclicLabels(20) })
        const args = 'train --data data --epochs 60 --batch-size 4 --out run --json'
        const result = await shell(folder, args, redirections)
        expect(result.code).toBe(code)
        expect(result.output).toMatch(output)
        const metrics = await readFile(join(folder, 'run', 'metrics.jsonl'), 'utf8')
        expect(metrics.trimEnd().split('\n')).toHaveLength(61)
        const names = await readdir(join(folder, 'run'))
        expect(names).toContain('summary.json')
        expect(names.filter((name) => name.includes('.tmp'))).toEqual([])
      })
    },
    60_000,
  )

  it('prints no stack trace for help and JSON into a closed pipe', async () => {
    await inTemporaryFolder(async (folder) => {
      for (const args of ['help train', 'data --json']) {
        const { code, output } = await shell(folder, args, '2>&1 | true')
        expect({ code, output }).toEqual({ code: '0', output: '' })
      }
    })
  }, 30_000)
})

describe('a terminal that is closed', () => {
  it('stops a run by SIGHUP as SIGTERM does: the run is saved and can continue', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeTinyData(join(folder, 'data'), { train: cyclicLabels(40), test: cyclicLabels(20) })
      const args = ['train', '--data', 'data', '--epochs', '4000', '--out', 'run']
      let sent = 0
      const { code, stderr } = await runCli(args, {
        folder,
        watch(child, printed) {
          if (!printed.includes('Epoch: 1 ') || sent > 0) return
          while (sent++ < 2) child.kill('SIGHUP')
        },
      })
      expect(code).toBe(129)
      expect(stderr).toContain('Stopped by SIGHUP. The run is saved. Continue it with:\n')
      expect(await readdir(join(folder, 'run'))).not.toContain('run.lock')
    })
  }, 30_000)
})
