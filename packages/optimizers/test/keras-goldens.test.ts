import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from './cpu-backend.ts'
import { createRule } from '../src/create-rule.ts'
import type { RuleConfig } from '../src/engine/rule.ts'
import { run } from './run.ts'

interface Goldens {
  readonly source: string
  readonly tests: readonly {
    readonly name: string
    readonly tolerance: number
    readonly initial: readonly number[]
    readonly gradients: readonly number[][]
    readonly rows: readonly {
      readonly name: string
      readonly rule: RuleConfig
      readonly expected: readonly number[][]
    }[]
  }[]
}

const file = new URL('vectors/keras-goldens.json', import.meta.url)
const { source, tests } = JSON.parse(readFileSync(file, 'utf8')) as Goldens

beforeAll(useCpuBackend)

describe.each(tests)(`${source}: $name`, ({ tolerance, initial, gradients, rows }) => {
  it.each(rows)('$name', ({ rule, expected }) => {
    const path = run(createRule(rule), initial, gradients)
    expected.forEach((values, step) =>
      values.forEach((value, index) => {
        // The tolerance of Keras: the same value as an absolute and a relative tolerance.
        expect(Math.abs(path[step][index] - value)).toBeLessThan(tolerance * (1 + Math.abs(value)))
      }),
    )
  })
})
