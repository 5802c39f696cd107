import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import { parseRunConfig } from './parse-run-config.ts'

const options = {
  data: 'mnist-data',
  model: {},
  optimizer: { name: 'adam', learningRate: 3e-4 },
  batchSize: 128,
  epochs: 10,
  seed: 1,
}
const config = { options, versions: { tunekit: '0.0.0' }, dataset: { name: 'mnist', sha256: {} } }

/** Returns the config with another value at a path such as `options.seed`. */
function changed(path: string, value: unknown): string {
  const copy = structuredClone(config) as Record<string, unknown>
  const keys = path.split('.')
  const parent = keys.slice(0, -1).reduce((inner, key) => inner[key] as Record<string, unknown>, copy)
  parent[keys.at(-1)!] = value
  return JSON.stringify(copy)
}

describe('parseRunConfig', () => {
  it('adds the earlier value of an option that an earlier version lacks', () => {
    expect(parseRunConfig(JSON.stringify(config))).toEqual({
      ...config,
      formatVersion: 0,
      options: {
        ...options,
        validation: 0,
        splitSeed: 0,
        test: true,
        backend: 'simd',
        evaluationBatchSize: 128,
        checkpointEvery: 1,
      },
    })
  })

  it('reads the runs of the committed study', async () => {
    const path = new URL('../../../../docs/reproduction/trials/0/config.json', import.meta.url)
    const json = await readFile(path, 'utf8')
    expect(parseRunConfig(json)).toEqual({ ...(JSON.parse(json) as object), formatVersion: 0 })
  })

  it('keeps unknown keys', () => {
    expect(parseRunConfig(changed('comment', 'mine'))).toMatchObject({ comment: 'mine' })
  })

  it.each([
    ['null', 'Expected an object, got null.'],
    ['[]', 'Expected an object, got [].'],
    ['{}', '`options` must be an object, got nothing.'],
    [changed('options', null), '`options` must be an object, got null.'],
    [changed('options.data', 5), '`options.data` must be a string, got 5.'],
    [changed('options.batchSize', '32'), '`options.batchSize` must be a positive integer, got "32".'],
    [changed('options.epochs', -1), '`options.epochs` must be a non-negative integer, got -1.'],
    [changed('options.seed', null), '`options.seed` must be an integer, got null.'],
    [changed('options.seed', undefined), '`options.seed` must be an integer, got nothing.'],
    [changed('options.backend', 'gpu'), '`options.backend` must be "simd" or "cpu", got "gpu".'],
    [changed('options.test', 'no'), '`options.test` must be true or false, got "no".'],
    [
      changed('options.optimizer', 'adam'),
      '`options.optimizer` must be an object with the name of a rule, got "adam".',
    ],
    [changed('options.limits', 'last'), '`options.limits` must be "balanced", got "last".'],
    [changed('versions', { node: 24 }), '`versions` must be an object of strings, got {"node":24}.'],
    [changed('dataset', undefined), '`dataset` must be an object, got nothing.'],
    [changed('dataset.sha256', 'x'), '`dataset.sha256` must be an object of strings, got "x".'],
    [changed('formatVersion', 'x'), '`formatVersion` must be a non-negative integer, got "x".'],
    [
      changed('formatVersion', 2),
      'The run was started by a later tunekit: expected formatVersion 1 or earlier, got 2. Update tunekit.',
    ],
  ])('names what is wrong in %s', (json, message) => {
    expect(() => parseRunConfig(json)).toThrow(message)
  })

  it('rejects text that is not JSON', () => {
    expect(() => parseRunConfig('{"options":')).toThrow(SyntaxError)
  })
})
