import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { describe, expect, it } from '@jest/globals'
import * as file from '../src/file.ts'
import * as sweep from '../src/index.ts'
import * as node from '../src/node.ts'
import * as statistics from '../src/statistics.ts'

const source = new URL('../src/', import.meta.url)

const space = { x: sweep.float(0, 1), y: sweep.categorical(['a', 'b']) }
const journal = sweep.memoryJournal()
const definition = {
  space,
  sampler: sweep.sobolSampler(),
  direction: 'minimize',
  trials: 8,
  journal,
} as const
const study = sweep.createStudy(definition)
await sweep.runStudy(
  study,
  sweep.inProcessExecutor<{ x: number }>(({ configuration }) => configuration.x),
)

/** The names that examples use without declaring them. */
const scope = {
  ...sweep,
  ...statistics,
  ...file,
  ...node,
  space,
  study,
  observations: study.observations(),
  text: JSON.stringify(space),
  readFile: (path: string) =>
    path.endsWith('.yaml')
      ? '{ method: random, parameters: { x: { min: 0.1, max: 1.0 } } }'
      : new Uint8Array(),
  openJournalFile: () => sweep.memoryJournal(),
  readJournalFile: () => journal.records,
  compareWith,
}

/**
 * Compares an expression with the comment beside or below it, if the comment is a value or an error. Prose, and values shortened
 * with …, are not compared.
 */
function compareWith(evaluate: () => unknown, comment: string): void {
  const error = /^(\w*Error): (.*)/.exec(comment)
  if (error) return expect(evaluate).toThrow(error[2])
  const value = evaluate()
  if (typeof value === 'string') return expect(value).toBe(comment)
  const [expected] = valueOf(comment)
  if (expected !== undefined) expect(value).toEqual(expected)
}

function valueOf(comment: string): unknown[] {
  try {
    return [new Function(`return (${comment})`)()]
  } catch {
    return []
  }
}

/** Runs the example of a file. Comments about stand-ins, whose study is not the example's, are not compared. */
async function runExample(code: string, file: string): Promise<void> {
  const known = { ...(await import(new URL(file, source).href)), ...scope }
  const speaksOfStandIns = /\bobservations\b/.test(code)
  const body = stripTypeScriptTypes(code)
    .replaceAll('import.meta.url', "'file:///here.js'")
    .replaceAll(/^(?!const |await |\/\/|[ }\])])(.+?)(?: |\n)\/\/ (.+)$/gm, (line, expression, comment) =>
      speaksOfStandIns ? line : `compareWith(() => ${expression}, ${JSON.stringify(comment)})`,
    )
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  await AsyncFunction(...Object.keys(known), `{\n${body}\n}`)(...Object.values(known))
}

describe('examples in docstrings', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test(-d)?\.ts$/.test(file))
    .sort()
  const examples = files.flatMap((file) => {
    const text = readFileSync(new URL(file, source), 'utf8')
    return [...text.matchAll(/\* @example\n(.*?)(?=\n \* @|\n \*\/)/gs)].map(([, lines]) => {
      return { file, code: lines.replaceAll(/^ +\* ?/gm, '') }
    })
  })
  it.each(examples)('$file', ({ code, file }) => runExample(code, file))

  it('are there for every public function', () => {
    const documented = new Set(examples.map(({ file }) => file))
    const indexes = ['index.ts', 'statistics.ts', 'file.ts', 'node.ts']
      .map((file) => readFileSync(new URL(file, source), 'utf8'))
      .join('')
    const functions = [...indexes.matchAll(/^export \{ [a-z].* \} from '\.\/(.*)'/gm)].map(([, file]) => file)
    expect(functions.filter((file) => !documented.has(file))).toEqual([])
  })
})
