import { readFile, writeFile } from 'node:fs/promises'

/** Leaves the compiled kernels out of the bundle's source map, where they would be a second time. */
const path = 'dist/index.js.map'
const map = JSON.parse(await readFile(path, 'utf8'))
const index = map.sources.findIndex((source) => source.endsWith('/generated/kernels-wasm.ts'))
if (index === -1)
  throw new Error(`${path} has no kernels-wasm.ts: expected it among ${map.sources.length} sources.`)
map.sourcesContent[index] = null
await writeFile(path, JSON.stringify(map))
