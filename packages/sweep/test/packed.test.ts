/** @file The package as npm delivers it, in plain Node: every example of README.md, and programs that use them. */
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { build } from 'esbuild'
import { installPacked, runIn, typeErrorsIn } from './packed-package.ts'
import { temporaryFolder } from './temporary-folder.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const blocks = [...readme.matchAll(/^```(?:ts|yaml)\n(.*?)^```$/gms)].map(([, code], index) => {
  const name = /^(?:\/\/|#) ([\w.-]+)\n/.exec(code)?.[1]
  return { code, file: name ?? `example-${index}.ts`, isNamed: name !== undefined }
})
const programs = blocks.filter(({ isNamed }) => !isNamed)
const files = blocks.map(({ file }) => file).filter((file) => file.endsWith('.ts'))

/** A program for the sweep file. */
const train = `
const numberOf = (name) => Number(process.argv.find((word) => word.startsWith('--' + name)).split('=')[1])
for (let epoch = 1; epoch <= 2; epoch++) {
  console.log(JSON.stringify({ epoch, val_loss: (Math.log10(numberOf('lr')) + 2) ** 2 + 1 / epoch }))
}
`

/** The expected output of an example: its comments after `console.log`, on the same line or on lines of their own. */
function expectedOutput(code: string): string {
  const from = code.indexOf('console.log')
  if (from < 0) return ''
  return [...code.slice(from).matchAll(/^(?:.*console\.log\(.*\) )?\/\/ (.*)\n/gm)]
    .map(([, text]) => `${text}\n`)
    .join('')
}

const folder = temporaryFolder()

beforeAll(async () => {
  await installPacked(folder)
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'train.js'), train)
  for (const { code, file } of blocks) {
    await writeFile(join(folder, file), code.replace('run_cap: 50', 'run_cap: 2'))
  }
}, 60_000)

describe('README.md', () => {
  it.each(programs)('$file prints what its comments say', async ({ code, file }) => {
    expect(await runIn(folder, '--disable-warning=ExperimentalWarning', file)).toBe(expectedOutput(code))
  })

  it('states what examples print', () => {
    expect(programs.map(({ code }) => expectedOutput(code)).filter((text) => text === '')).toEqual([])
  })

  it('has examples with right types', async () => {
    expect(await typeErrorsIn(folder, ...files)).toBe('')
  }, 60_000)
})

describe('The samplers and executors that README.md writes', () => {
  it('run a study', async () => {
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => {
        const { configuration } = JSON.parse(body) as { configuration: { x: number } }
        response.end(String((configuration.x - 0.25) ** 2))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const program = `
      import { createStudy, float, runStudy } from '@tunekit/sweep'
      import { greedySampler } from './greedy-sampler.ts'
      import { remoteExecutor } from './remote-executor.ts'

      const space = { x: float(0, 1), y: float(0, 1) }
      const study = createStudy({ space, sampler: greedySampler(), direction: 'minimize', trials: 30, seed: 2 })
      const executor = remoteExecutor(process.argv[2])
      await runStudy(study, executor, { workers: 3 })
      await executor.close()
      const { kind } = await executor.start(study.trials[0]).outcome
      const states = [...new Set(study.trials.map(({ state }) => state))]
      const values = new Set(study.trials.map(({ configuration }) => configuration.x)).size
      console.log(JSON.stringify({ states, values, best: study.best().value, kind }))
    `
    await writeFile(join(folder, 'own.js'), program)
    const { port } = server.address() as AddressInfo
    const output = await runIn(
      folder,
      '--disable-warning=ExperimentalWarning',
      'own.js',
      `http://127.0.0.1:${port}`,
    )
    server.close()
    const { states, values, best, kind } = JSON.parse(output)
    expect(states).toEqual(['complete'])
    expect(best).toBeLessThan(0.01)
    expect(values).toBeLessThan(20) // of 30: the greedy one keeps some
    expect(kind).toBe('canceled') // by an executor that is closed
  })
})

/** Bundles a program for browsers, as one script. */
async function bundleForBrowsers(contents: string): Promise<string> {
  const stdin = { contents, resolveDir: folder }
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    logLevel: 'silent',
  })
  return outputFiles[0].text
}

describe('The main entry', () => {
  it('runs a study with nothing but what browsers have', async () => {
    const program = `
      import * as sweep from '@tunekit/sweep'
      const space = { x: sweep.float(0, 1) }
      const study = sweep.createStudy({ space, sampler: sweep.tpeSampler(), direction: 'minimize', trials: 12 })
      const executor = sweep.inProcessExecutor(({ configuration }) => configuration.x)
      sweep.runStudy(study, executor, { workers: 2 }).then(() => finish(study.trials.length), finish)
    `
    const script = await bundleForBrowsers(program)
    const trials = await new Promise((finish) => {
      runInNewContext(script, { AbortController, TextDecoder, TextEncoder, finish })
    })
    expect(trials).toBe(12)
  })

  it('needs no module of Node, unlike the other', async () => {
    await expect(bundleForBrowsers("export * from '@tunekit/sweep/node'")).rejects.toThrow(
      'Could not resolve "fs"',
    )
  })
})
