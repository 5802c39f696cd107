import { readFile, writeFile } from 'node:fs/promises'

/** Removes the compiled kernels, which the bundle contains, from the bundle's source map. */
const path = 'dist/index.js.map'
const map = JSON.parse(await readFile(path, 'utf8'))
const index = map.sources.findIndex((source) => source.endsWith('/generated/kernels-wasm.ts'))
if (index === -1)
  throw new Error(`${path} must have kernels-wasm.ts among its sources, got ${map.sources.length} others.`)
map.sourcesContent[index] = null
await writeFile(path, JSON.stringify(map))
