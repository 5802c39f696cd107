import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { main } from 'assemblyscript/asc'
import { generateBindings } from './generate-bindings.js'

/** Compiles assembly/ to WebAssembly, and writes the result and its typed bindings as modules under src/generated/. */
const { exports, dispatch, operations, constants } = await generateBindings()
for (const folder of ['assembly/generated', 'src/generated']) await mkdir(folder, { recursive: true })
await writeFile('assembly/generated/operations.ts', exports)
await writeFile('assembly/generated/dispatch.ts', dispatch)
await writeFile('src/generated/operations.ts', operations)
const options = [
  'assembly/index.ts',
  ...['--outFile', 'src/generated/kernels.wasm'],
  ...['--bindings', 'raw'],
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert'],
  ...['--runtime', 'stub', '--use', 'abort='],
  ...['--enable', 'simd', '--enable', 'threads', '--enable', 'bulk-memory'],
  ...['--memoryBase', String(constants.RESERVED_BYTES)],
  // A shared memory grows in place, so that views of it stay valid.
  ...['--importMemory', '--sharedMemory'],
  ...['--initialMemory', String(constants.INITIAL_PAGES), '--maximumMemory', String(constants.MAXIMUM_PAGES)],
]
const { error, stderr } = await main(options, { readFile: readSource })
if (error) {
  process.stderr.write(stderr.toString())
  throw error
}
const wasm = gzipSync(await readFile('src/generated/kernels.wasm'), { level: 9 })
await writeFile(
  'src/generated/kernels-wasm.ts',
  `/** The compiled kernels, gzipped, base64. */\nexport const kernelsWasm: string = '${wasm.toString('base64')}'\n`,
)

/**
 * Reads a source file. A comment `// @inline` before a function stands for the decorator, which TypeScript, ESLint and Prettier
 * do not parse before a function.
 */
async function readSource(name, folder) {
  try {
    const text = await readFile(resolve(folder, name), 'utf8')
    return text.replaceAll(/^\/\/ @inline$/gm, '@inline')
  } catch {
    return null // the compiler looks elsewhere
  }
}
