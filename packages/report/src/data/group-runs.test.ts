import { describe, expect, it } from '@jest/globals'
import type { RunData } from '../input/run-data.ts'
import { groupRuns } from './group-runs.ts'

const run = (name: string, options: object, sha256?: string): RunData => ({
  name,
  epochs: [],
  options: { data: 'd', ...options },
  ...(sha256 !== undefined && { dataset: { name: 'd', sha256: { 'train-images': sha256 } } }),
})
const shown = (...args: Parameters<typeof groupRuns>): [string, string[]][] =>
  groupRuns(...args).map(({ label, runs }) => [label, runs.map(({ name }) => name)])

describe('groupRuns', () => {
  it('groups runs that differ only in the seed, whatever the order of their options', () => {
    const runs = [
      run('a', { seed: 1, rule: { name: 'adam', beta1: 0.9 } }),
      run('b', { rule: { beta1: 0.9, name: 'adam' }, seed: 2 }),
      run('c', { seed: 1, rule: { name: 'sgd' } }),
    ]
    expect(shown(runs)).toEqual([
      ['rule adam, rule beta1 0.9', ['a', 'b']],
      ['rule sgd', ['c']],
    ])
  })

  it('groups runs of the same data at different paths', () => {
    const runs = [run('a', { data: '/here' }, 'x'), run('b', { data: '/there' }, 'x')]
    expect(shown(runs)).toEqual([['a, b', ['a', 'b']]])
    expect(shown([run('a', { data: '/here' }), run('b', { data: '/there' })])).toEqual([
      ['data /here', ['a']],
      ['data /there', ['b']],
    ])
  })

  it('distinguishes different data at the same path', () => {
    const runs = [run('a', {}, 'a'.repeat(64)), run('b', {}, 'b'.repeat(64))]
    expect(shown(runs).map(([label]) => label)).toEqual([
      `data sha256 ${'a'.repeat(12)}`,
      `data sha256 ${'b'.repeat(12)}`,
    ])
  })

  it('labels groups by the settings that `settingsOf` returns', () => {
    const runs = [run('a', { lr: 0.1 }), run('b', { lr: 0.2 })]
    expect(shown(runs, ({ options }) => ({ 'learning rate': options?.['lr'] }))).toEqual([
      ['learning rate 0.1', ['a']],
      ['learning rate 0.2', ['b']],
    ])
  })

  it('labels a single group with the names of its runs', () => {
    expect(shown([run('a', { seed: 1 }), run('b', { seed: 2 })])).toEqual([['a, b', ['a', 'b']]])
  })
})
