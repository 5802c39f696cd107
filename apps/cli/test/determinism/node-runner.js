/** Trains with the bundle and the options (JSON) that it is given, and prints the result as JSON. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [bundle, options] = process.argv.slice(2)
// tfjs-core requires Node's modules where it finds itself in Node.
globalThis.require = createRequire(import.meta.url)
const { train } = await import(pathToFileURL(bundle).href)
console.log(JSON.stringify({ version: process.version, ...(await train(JSON.parse(options))) }))
