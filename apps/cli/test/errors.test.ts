import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inTemporaryFolder, runCli } from './run-cli.ts'

/** Arguments, exit code, and what the one sentence says. */
const cases: [args: string, code: number, message: RegExp][] = [
  ['train --epochs ten', 2, /'--epochs <n>' argument 'ten' is invalid\. Expected an integer from 0\./],
  ['train --batch-size 0', 2, /Expected an integer from 1\./],
  ['train --learning-rate -1', 2, /Expected a number from 0/],
  ['train --optimizer adamm', 2, /Allowed choices are sgd, adam, adamW, nadam, adaBelief/],
  ['train --optimizer adam --momentum 0.9', 2, /Optimizer adam has no option momentum/],
  ['train --beta1 1', 2, /`beta1` must be in \[0, 1\), got 1/],
  ['train --kernel-size 29', 2, /conv1/],
  ['train --zzzzzzzz', 2, /unknown option '--zzzzzzzz'/],
  ['train --resume nowhere', 1, /Cannot resume nowhere: expected the folder of a run/],
  ['train --resume nowhere --seed 2', 2, /only --epochs may change, got seed/],
  ['train --data ./no-such-folder', 1, /no-such-folder/],
  ['train --data ./empty', 1, /train-images-idx3-ubyte/],
  ['train --data ./html', 1, /web page saved as a data file/],
  ['train --data ./short', 1, /t10k-labels-idx1-ubyte.*IDX/],
  ['train --out taken', 1, /Folder taken exists already/],
  ['evaluate nothing.safetensors', 1, /Cannot read model nothing\.safetensors/],
  ['evaluate ./html/train-images-idx3-ubyte', 1, /[Ss]afetensors/],
  ['data no-such-dataset', 1, /no-such-dataset/],
  ['sing', 2, /unknown command 'sing'/],
]

describe('a mistake', () => {
  it.each(cases)(
    'tunekit %s ends with %i and one sentence',
    async (args, code, message) => {
      await inTemporaryFolder(async (folder) => {
        await prepare(folder)
        const before = await readdir(folder, { recursive: true })
        const result = await runCli(args.split(' '), { folder })
        expect(result.stderr).toMatch(message)
        expect(result.stderr.trim().split('\n')).toHaveLength(1)
        expect(result.stdout).toBe('')
        expect(result.code).toBe(code)
        expect(await readdir(folder, { recursive: true })).toEqual(before)
      })
    },
    30_000,
  )

  it('shows its stack with --debug', async () => {
    await inTemporaryFolder(async (folder) => {
      const { stderr, code } = await runCli(['--debug', 'evaluate', 'nothing'], { folder })
      expect(code).toBe(1)
      expect(stderr).toMatch(/\n\s+at /)
    })
  })

  it('without a command, the help', async () => {
    await inTemporaryFolder(async (folder) => {
      const { stderr, code } = await runCli([], { folder })
      expect(code).toBe(2)
      expect(stderr).toContain('Usage: tunekit')
    })
  })
})

/** Folders with the mistakes that happen to data. */
async function prepare(folder: string): Promise<void> {
  for (const name of ['empty', 'html', 'short', 'taken']) await mkdir(join(folder, name))
  const images = Buffer.from([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4])
  const labels = Buffer.from([0, 0, 8, 1, 0, 0, 0, 1, 0])
  const files = [
    'train-images-idx3-ubyte',
    'train-labels-idx1-ubyte',
    't10k-images-idx3-ubyte',
    't10k-labels-idx1-ubyte',
  ]
  const contents = [images, labels, images, labels]
  for (const [i, name] of files.entries()) {
    await writeFile(join(folder, 'html', name), i === 0 ? '<!DOCTYPE html><html></html>' : contents[i])
    await writeFile(join(folder, 'short', name), i === 3 ? labels.subarray(0, 8) : contents[i])
  }
}
