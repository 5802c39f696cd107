import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from './cpu-backend.ts'
import { createRule } from '../src/create-rule.ts'
import type { RuleConfig } from '../src/engine/rule.ts'
import { run, runTrajectory } from './run.ts'
import type { Trajectory } from './run.ts'

interface Vectors<Expected> {
  readonly source: string
  readonly rows: readonly { readonly name: string; readonly rule: RuleConfig; readonly expected: Expected }[]
}

const folder = new URL('vectors/', import.meta.url)
const fixed = read<Vectors<number[]> & { initial: number; gradients: number[] }>('fixed-gradients.json')
const trajectory = read<Trajectory>('trajectory.json')
const others = ['fixed-gradients.json', 'keras-goldens.json', 'noise.json', 'trajectory.json']
const libraries = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && !others.includes(file))
  .map((file) => read<Vectors<Readonly<Record<string, number[]>>>>(file))

beforeAll(useCpuBackend)

// float32 rounds numbers near 1 by up to 6e-8; three steps with a few roundings each stay within five times this error.
describe(`three fixed gradients (${fixed.source})`, () => {
  it.each(fixed.rows)('$name', ({ rule, expected }) => {
    const path = run(
      createRule(rule),
      [fixed.initial],
      fixed.gradients.map((gradient) => [gradient]),
    )
    path.forEach(([x], step) => expect(Math.abs(x - expected[step])).toBeLessThan(3e-7))
  })
})

describe.each(libraries)('a hundred steps of four tensors ($source)', ({ rows }) => {
  it.each(rows)('$name', ({ rule, expected }) => {
    const end = runTrajectory(createRule(rule), trajectory)
    for (const [name, values] of Object.entries(expected)) {
      values.forEach((value, index) => {
        expect(Math.abs(end[name][index] - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)))
      })
    }
  })
})

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as T
}
