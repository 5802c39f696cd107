import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from './cpu-backend.ts'
import { createRule } from '../src/create-rule.ts'
import type { RuleConfig } from '../src/rule.ts'
import { run } from './run.ts'

interface Vectors<Number, Expected> {
  readonly source: string
  readonly initial: Number
  readonly gradients: readonly Number[]
  readonly rows: readonly { readonly name: string; readonly rule: RuleConfig; readonly expected: Expected }[]
}

const fixed = read<Vectors<number, number[]>>('fixed-gradients')
const libraries = read<Vectors<number[], number[]>>('libraries')

beforeAll(useCpuBackend)

// float32 holds numbers near 1 to 6e-8; three steps of a few roundings each stay within five of those.
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

describe(`twenty steps of five numbers (${libraries.source})`, () => {
  it.each(libraries.rows)('$name', ({ rule, expected }) => {
    const end = run(createRule(rule), libraries.initial, libraries.gradients).at(-1)!
    end.forEach((x, index) =>
      expect(Math.abs(x - expected[index])).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected[index]))),
    )
  })
})

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), 'utf8')) as T
}
