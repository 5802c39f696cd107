import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from '@jest/globals'
import ts from 'typescript'
import { nativeKernels } from '../src/kernels/native-kernels.ts'

it('lists every native kernel', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const missing = Object.keys(nativeKernels).filter((name) => !readme.includes(`\`${name}\``))
  expect(missing).toEqual([])
})

it('has TypeScript examples that compile in strict mode', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const examples = Array.from(readme.matchAll(/^```ts\n(.*?)^```$/gms), ([, code]) => code)
  expect(examples.length).toBeGreaterThan(1)
  const files = new Map(
    examples.map((code, i) => [fileURLToPath(new URL(`readme-example-${i}.ts`, import.meta.url)), code]),
  )
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    skipLibCheck: true,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile: readSource } = host
  host.fileExists = (path) => files.has(path) || fileExists(path)
  host.readFile = (path) => files.get(path) ?? readSource(path)
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host))
  expect(ts.formatDiagnostics(diagnostics, host)).toBe('')
}, 60_000)
