import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import * as tf from '@tensorflow/tfjs'
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import * as optimizers from '../src/index.ts'
import { useCpuBackend } from './cpu-backend.ts'

beforeAll(useCpuBackend)
afterEach(() => tf.disposeVariables())

const root = new URL('../', import.meta.url)

/** Runs code with all names of this package and of tfjs in scope, and some variables of a training script. */
async function runExample(code: string): Promise<void> {
  const weights = tf.variable(tf.tensor2d([[1], [2]]))
  const [images, labels] = [tf.tensor2d([[1, 2]]), tf.tensor2d([[1]])]
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] })
  const scope = {
    ...tf,
    tf: { ...tf, loadLayersModel: () => model },
    ...optimizers,
    console: { log: () => {} },
    images,
    labels,
    epoch: 1,
    rule: optimizers.adam(),
    optimizer: optimizers.createOptimizer({ name: 'adaBelief' }),
    gradient: new optimizers.Expression(),
    state: { m: new optimizers.Expression() },
    model: Object.assign(model, { predict: (x: tf.Tensor2D) => x.matMul(weights) }),
    loss: tf.losses.meanSquaredError,
    evaluate: () => 1,
    validationLoss: 0.1,
    stepsPerEpoch: 1875,
  }
  const body = stripTypeScriptTypes(code)
    .replaceAll(/^import [^;]*? from '.*'$/gms, '')
    .replaceAll(/^export /gm, '')
  const isDeclared = (name: string) => new RegExp(`(const|let|function) (\\{ )?${name}\\b`).test(body)
  const names = Object.keys(scope).filter(
    (name) => /^\w+$/.test(name) && name !== 'default' && !isDeclared(name),
  )
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...args: unknown[]) => Promise<void>
  await new AsyncFunction(...names, body)(...names.map((name) => scope[name as keyof typeof scope]))
}

describe('README.md', () => {
  const blocks = [...readFileSync(new URL('README.md', root), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)]
  it.each(blocks.map(([, code]) => [code.split('\n').find((line) => !/^(import|$)/.test(line)), code]))(
    '%s',
    (_, code) => runExample(code!),
  )

  it('names every rule, transform and schedule', () => {
    const text = readFileSync(new URL('README.md', root), 'utf8')
    const index = readFileSync(new URL('src/index.ts', root), 'utf8')
    const names = [
      ...index.matchAll(
        /^export \{\s*(\w+)[^}]*\} from '\.\/(rules|transforms|schedules)\/(?!create-|running-)/gm,
      ),
    ].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(50)
    expect(names.filter((name) => !new RegExp(`\`${name}\\b`).test(text))).toEqual([])
  })
})

describe('examples in docstrings', () => {
  const files = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()
  const examples = files.flatMap((file) => {
    const source = readFileSync(new URL(`src/${file}`, root), 'utf8')
    return [...source.matchAll(/\* @example\n(.*?)(?=\n \* @|\n \*\/)/gs)].map(([, lines]) => {
      return { file, code: lines.replaceAll(/^ +\* ?/gm, '') }
    })
  })
  it.each(examples)('$file', ({ code }) => runExample(code))

  it('are there for every public function', () => {
    const documented = new Set(examples.map(({ file }) => file))
    const index = readFileSync(new URL('src/index.ts', root), 'utf8')
    const functions = [...index.matchAll(/^export \{[^}]*\} from '\.\/(.*)'/gm)].map(([, file]) => file)
    expect(functions.filter((file) => !documented.has(file))).toEqual([])
  })
})
