import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { parseSweepFile } from './parse-sweep-file.ts'
import type { SweepFile } from './sweep-file.ts'

const { scalars } = JSON.parse(
  readFileSync(new URL('../../test/vectors/yaml-1-1.json', import.meta.url), 'utf8'),
) as { scalars: readonly (readonly [text: string, type: string, value: string])[] }

/** Parses a random sweep with these lines. */
const sweep = (...lines: readonly string[]): SweepFile =>
  parseSweepFile(['method: random', 'metric: {name: loss}', ...lines].join('\n'))

const parameter = (...lines: readonly string[]): unknown =>
  sweep('parameters:', '  a:', ...lines.map((line) => `    ${line}`)).space.a

describe('parseSweepFile, with additional keys', () => {
  it('reads every key', () => {
    const lines = [
      'sampler: {type: tpe, startup_trials: 20, constantLiar: false}',
      'metric: {name: loss}',
      'pruner: {type: patience, patience: 3, pruner: {type: median, warmup_steps: 5}}',
      'baseline: {optimizer: sgd, nested: {momentum: 0.9}}',
      'seed: 7',
      'seeds: [1, 2, 3]',
      'workers: 2',
      'timeout: 90.5',
      'memory_limit: 1.5 GiB',
      'retry_on_crash: 2',
      'retry_on_error: 0',
      'parameters:',
      '  optimizer: {values: [adam, sgd]}',
      '  nested:',
      '    when: {optimizer: sgd}',
      '    parameters:',
      '      momentum: {min: 0.0, max: 1}',
      '      nesterov: {values: [true, false], when: {nested.momentum: [0.5, 1]}}',
    ]
    expect(parseSweepFile(lines.join('\n'))).toEqual({
      sampler: { type: 'tpe', options: { startupTrials: 20, constantLiar: false } },
      metric: { name: 'loss', direction: 'minimize' },
      pruner: {
        type: 'patience',
        options: { patience: 3, pruner: { type: 'median', options: { warmupSteps: 5 } } },
      },
      baseline: { optimizer: 'sgd', 'nested.momentum': 0.9 },
      seed: 7,
      seeds: [1, 2, 3],
      workers: 2,
      timeout: 90.5,
      memoryLimit: 1.5 * 2 ** 30,
      retryOnCrash: 2,
      retryOnError: 0,
      space: {
        optimizer: { kind: 'categorical', choices: ['adam', 'sgd'] },
        'nested.momentum': {
          kind: 'conditional',
          condition: { optimizer: ['sgd'] },
          parameter: { kind: 'float', low: 0, high: 1, log: false },
        },
        'nested.nesterov': {
          kind: 'conditional',
          condition: { optimizer: ['sgd'], 'nested.momentum': [0.5, 1] },
          parameter: { kind: 'categorical', choices: [true, false] },
        },
      },
      nested: ['nested'],
      floats: { 'nested.momentum': 'all' },
      ignored: {},
      warnings: [
        'sweep.yaml:4:1: Method tpe ignores `baseline`, which is for one-factor-at-a-time and coordinate-descent.',
      ],
    })
  })

  it('reads 1e-3 as a number, and a value with the tag !!float as a float', () => {
    expect(parameter('min: 1e-3', 'max: 1')).toEqual({ kind: 'float', low: 0.001, high: 1, log: false })
    expect(parameter('min: !!float 1', 'max: !!float 2')).toEqual({
      kind: 'float',
      low: 1,
      high: 2,
      log: false,
    })
  })

  it('knows which integers are floats, by how they are written and drawn', () => {
    const { floats, space } = sweep(
      'parameters:',
      '  a: {value: 1.0}',
      '  b: {values: [1, 2.0, 0.5, 1e3, text, !!float 7]}',
      '  c: {min: 0, max: 9}',
      '  d: {min: 0.0, max: 9}',
      '  e: {distribution: q_uniform, min: 0, max: 8, q: 2}',
      '  f: {distribution: q_uniform, min: 0, max: 8, q: 2.0}',
      '  g: {distribution: q_normal}',
      '  h: {distribution: normal}',
      '  i: {value: 1}',
    )
    expect(floats).toEqual({ a: [1], b: [2, 1000, 7], d: 'all', f: 'all', g: 'all', h: 'all' })
    expect(space.f).toEqual(space.e)
  })

  it('reads values that both versions of YAML read alike', () => {
    const { space } = sweep(
      'parameters: {a: {values: [007, ~, True, 0x1F, .5, 1e-3, -0, 1.0e+3, "yes", !!str 010]}}',
    )
    expect(space.a).toEqual({
      kind: 'categorical',
      choices: [7, null, true, 31, 0.5, 1e-3, 0, 1000, 'yes', '010'],
    })
  })

  it.each(scalars.filter(([text]) => !/[[\]{},&*!|>'"%@`#]/.test(text)))(
    'reads %s as PyYAML does, or rejects it',
    (text, type, value) => {
      let read: unknown
      try {
        read = sweep(`parameters: {a: {values: [${text}]}}`).space.a
      } catch (error) {
        expect((error as Error).message).toMatch(/^sweep\.yaml:3:27: /)
        return
      }
      const [choice] = (read as { choices: unknown[] }).choices
      if (type === 'null') expect(choice).toBeNull()
      else if (type === 'text' && typeof choice === 'number') expect(text).toMatch(/^[-+]?[\d.]+[eE]/)
      else
        expect(type === 'float' || type === 'int' ? Number(value) : value).toBe(
          type === 'bool' ? String(choice) : choice,
        )
    },
  )

  it('resolves anchors and merge keys, in which direct keys and earlier mappings win', () => {
    const { space } = sweep(
      'parameters:',
      '  a: &a {min: 0, max: 1}',
      '  b: *a',
      '  c: {<<: *a, max: 5}',
      '  d: {<<: [{max: 7}, *a]}',
    )
    expect(Object.values(space).map((each) => 'high' in each && each.high)).toEqual([1, 1, 5, 7])
  })

  it('accepts probabilities whose sum is 1 except for rounding', () => {
    expect(parameter('values: [1, 2, 3]', 'probabilities: [0.33, 0.33, 0.33]')).toMatchObject({
      probabilities: [1, 1, 1].map(() => expect.closeTo(1 / 3, 12)),
    })
  })

  it('counts a bound as a multiple of q despite rounding errors', () => {
    expect(parameter('distribution: q_uniform', 'q: 0.1', 'min: 0.3', 'max: 0.7')).toMatchObject({
      low: 0.3,
      high: 0.7,
    })
  })

  it("knows every key of W&B's schema, and tells which are ignored", () => {
    const { warnings, ignored } = parseSweepFile(
      [
        ...[
          'apiVersion: v1',
          'kind: sweep',
          'controller: {type: local}',
          'description: x',
          'program: a.py',
          'name: x',
        ],
        ...['job: me/x', 'image_uri: x', 'entity: me', 'project: x', 'method: random', 'run_cap: 3'],
        ...['scheduler: {resource: local-process}', 'command: ["${program}"]', 'parameters: {a: {value: 1}}'],
        ...['metric: {name: loss, goal: minimize, target: 1, impute: worst, impute_while_running: latest}'],
        ...['early_terminate: {type: hyperband, min_iter: 1, eta: 3, strict: true}'],
      ].join('\n'),
    )
    expect(warnings).toEqual([
      "sweep.yaml:7:1: `job` is for W&B's Launch and is ignored.",
      "sweep.yaml:8:1: `image_uri` is for W&B's Launch and is ignored.",
      "sweep.yaml:13:1: `scheduler` is for W&B's Launch and is ignored.",
    ])
    expect(ignored).toEqual({
      ...{ apiVersion: 'v1', kind: 'sweep', controller: { type: 'local' }, entity: 'me', project: 'x' },
      ...{ job: 'me/x', image_uri: 'x', scheduler: { resource: 'local-process' } },
    })
  })

  it('warns if exponents look like values, and if a step replaces the logarithm', () => {
    const { warnings } = sweep(
      'parameters:',
      '  a: {distribution: log_uniform, min: 0.0001, max: 0.1}',
      '  b: {distribution: q_log_uniform_values, q: 8, min: 32, max: 256}',
      '  c: {distribution: log_uniform, min: 1, max: 128}',
    )
    expect(warnings).toEqual([
      'sweep.yaml:4:7: `min` and `max` of log_uniform are exponents, so parameter "a" ranges from 1.000 to 1.105. ' +
        'To give values, write log_uniform_values.',
      'sweep.yaml:5:7: Parameter "b" is drawn uniformly from the multiples of 8, not uniformly in the logarithm: ' +
        'a step cannot be combined with the logarithm unless `q` is 1.',
      'sweep.yaml:6:7: `min` and `max` of log_uniform are exponents, so parameter "c" ranges from 2.718 to 3.888e+55. ' +
        'To give values, write log_uniform_values.',
    ])
  })
})

describe('parseSweepFile, with a default metric', () => {
  const metric = { name: 'validation.accuracy', direction: 'maximize' } as const
  const read = (...lines: string[]): unknown =>
    parseSweepFile(['method: tpe', 'parameters: {x: {values: [1, 2]}}', ...lines].join('\n'), { metric })
      .metric

  it('uses the default metric unless the file has one', () => {
    expect(read()).toEqual(metric)
    expect(read('metric: {name: loss}')).toEqual({ name: 'loss', direction: 'minimize' })
  })

  it('does not use the default metric for a program, whose metrics only its author knows', () => {
    expect(() => read('program: a.py')).toThrow(/has no `metric`, which method tpe needs/)
    expect(() => read('command: [a]')).toThrow(/has no `metric`, which method tpe needs/)
  })
})
