import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { findChromium } from '../apps/cli/test/determinism/find-chromium.ts'
import { node22 } from '../apps/cli/test/determinism/train-in-node.ts'
import { findPythonWithOptuna } from '../packages/sweep/test/optuna/find-python.ts'

/**
 * @file Writes down which Node runs the tests and which optional tools the tests find. The result is an input of turbo's
 * `test` task, so a suite that was skipped for lack of a tool runs as soon as the tool is installed.
 */
const optunaVersion = 'import importlib.metadata as metadata; print(metadata.version("optuna"))'
const python = findPythonWithOptuna()
const tools = {
  node: process.version,
  node22: existsSync(node22) ? outputOf(node22, '--version') : null,
  chromium: findChromium() ?? null,
  optuna: python ? outputOf(python, '-c', optunaVersion) : null,
}
writeFileSync(new URL('test-tools.json', import.meta.url), `${JSON.stringify(tools, null, 2)}\n`)

function outputOf(program, ...args) {
  return execFileSync(program, args, { encoding: 'utf8' }).trim()
}
