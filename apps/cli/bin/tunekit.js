#!/usr/bin/env node
import { existsSync } from 'node:fs'

const main = new URL('../dist/main.js', import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(`tunekit needs Node 22.12 or later, this is ${process.versions.node}.\n`)
  process.exitCode = 1
} else if (process.permission) {
  process.stderr.write(
    'tunekit cannot run under --permission: it syncs what it writes, which that mode forbids. Run it without.\n',
  )
  process.exitCode = 1
} else if (existsSync(main)) {
  await import(main)
} else {
  process.stderr.write('tunekit is not built yet. Run: npm run build\n')
  process.exitCode = 1
}
