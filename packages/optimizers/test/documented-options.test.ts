import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { createRule } from '../src/create-rule.ts'
import { createSchedule, scheduleNames } from '../src/schedules/create-schedule.ts'

/** Required options, by the name of the rule or schedule. */
const required: Readonly<Record<string, object>> = {
  noise: { seed: 1 },
  swa: { start: 1 },
  linear: { from: 1, to: 0, steps: 9 },
  cosine: { from: 1, steps: 9 },
  cosineRestarts: { from: 1, steps: 9 },
  exponential: { from: 1, rate: 0.5 },
  inverseSqrt: { peak: 1, warmup: 9 },
  inverseTime: { from: 1, rate: 1 },
  oneCycle: { peak: 1, steps: 9 },
  polynomial: { from: 1, to: 0, steps: 9, power: 1 },
  reduceOnPlateau: { from: 1 },
  stepDecay: { from: 1, factor: 0.5, every: 9 },
  warmup: { schedule: 1, steps: 9 },
  join: { schedules: [1], boundaries: [] },
  piecewiseConstant: { values: [1], boundaries: [] },
  decoupledWeightDecay: { weightDecay: 0 },
}

interface DocumentedOption {
  readonly rule: string
  readonly option: string
  readonly text: string
}

const source = new URL('../src/', import.meta.url)
const files = ['rules', 'transforms', 'schedules'].flatMap((folder) =>
  readdirSync(new URL(folder, source))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(`${folder}/${file}`, source), 'utf8')),
)
const documented = files.flatMap((text) => {
  const [, interfaceName, body] = /^export interface (\w+Options)[^{]*\{\n(.*?)^\}/ms.exec(text) ?? []
  const rule = /^export function (\w+)/m.exec(text)?.[1]
  if (interfaceName === undefined || rule?.toLowerCase() + 'options' !== interfaceName.toLowerCase())
    return []
  const options = body.matchAll(/\/\*\*(.*?)\*\/\s+readonly (\w+)\??:/gs)
  return Array.from(options, ([, text, option]): DocumentedOption => {
    return { rule: rule!, option, text: text.replaceAll(/\s+\*?\s*/g, ' ').trim() }
  })
})

const create = (name: string, options: object): Readonly<Record<string, unknown>> => {
  const given = { name, ...required[name], ...options }
  return scheduleNames.includes(name) ? createSchedule(given).toJSON!() : createRule(given).options!
}

describe('the docstring of an option', () => {
  it('is found for most options', () => {
    expect(documented.length).toBeGreaterThan(100)
  })

  const withDefault = documented.flatMap(({ rule, option, text }) => {
    const [, value] =
      /Default (?:`'(?=\w)|)(-?\d+(?:\.\d+)?(?:e-?\d+)?|true|false|\w+(?=')|no)/.exec(text) ?? []
    return value === undefined || value === 'no' ? [] : [[rule, option, value] as const]
  })
  it.each(withDefault)('has the default that the rule has: %s, %s = %s', (rule, option, value) => {
    const actual = create(rule, {})[option]
    expect(String(actual)).toBe(typeof actual === 'number' ? String(Number(value)) : value)
  })

  const ranges: readonly (readonly [pattern: RegExp, valid: number, invalid: readonly number[]])[] = [
    [/in \[0, 1\)/, 0, [1, -0.1]],
    [/(?<!\d) ≥ 0|\b0 or more/, 0, [-1]],
    [/> 0/, 1, [0, -1]],
  ]
  const withRange = documented.flatMap(({ rule, option, text }) => {
    const range = ranges.find(([pattern]) => pattern.test(text))
    return range === undefined || /integer|whole|list|one more|[Cc]heck/.test(text)
      ? []
      : [[rule, option, range] as const]
  })
  it.each(withRange)('has the range that the rule has: %s, %s', (rule, option, [, valid, invalid]) => {
    expect(() => create(rule, { [option]: valid })).not.toThrow(`\`${option}\` must be`)
    for (const value of invalid) expect(() => create(rule, { [option]: value })).toThrow(`\`${option}`)
  })
})
