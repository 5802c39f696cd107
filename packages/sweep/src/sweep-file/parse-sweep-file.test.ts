import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { parseSweepFile } from './parse-sweep-file.ts'
import type { SweepFile } from './sweep-file.ts'
import { sweepStudyOptions } from './sweep-study-options.ts'

const { scalars } = JSON.parse(
  readFileSync(new URL('../../test/vectors/yaml-1-1.json', import.meta.url), 'utf8'),
) as { scalars: readonly (readonly [text: string, type: string, value: string])[] }

const fixture = (name: string): SweepFile => {
  const fileName = `${name}.yaml`
  return parseSweepFile(
    readFileSync(new URL(`../../test/fixtures/wandb/${fileName}`, import.meta.url), 'utf8'),
    {
      fileName,
    },
  )
}

/** A sweep with nothing special but these lines. */
const sweep = (...lines: readonly string[]): SweepFile =>
  parseSweepFile(['method: random', 'metric: {name: loss}', ...lines].join('\n'))

const parameter = (...lines: readonly string[]): unknown =>
  sweep('parameters:', '  a:', ...lines.map((line) => `    ${line}`)).space.a

describe('parseSweepFile, of W&B files', () => {
  it('reads a grid', () => {
    expect(fixture('grid')).toEqual({
      name: 'grid over two',
      description: 'Every pair, once.',
      program: 'train.py',
      sampler: { type: 'grid', options: {} },
      metric: { name: 'val/accuracy', direction: 'maximize' },
      space: {
        batch_size: { kind: 'categorical', choices: [32, 64, 128] },
        optimizer: { kind: 'categorical', choices: ['adam', 'sgd'] },
        dropout: { kind: 'constant', value: 0.5 },
        use_bias: { kind: 'categorical', choices: [true, false] },
      },
      nested: [],
      floats: {},
      other: { entity: 'my-team', project: 'first-sweep' },
      warnings: [],
    })
  })

  it('reads every distribution', () => {
    const close = (value: number): unknown => expect.closeTo(value, 12)
    const { space, metric, warnings } = fixture('random')
    expect(metric).toEqual({ name: 'loss', direction: 'minimize' })
    expect(warnings).toEqual([])
    expect(space).toEqual({
      epochs: { kind: 'int', low: 5, high: 20, log: false, step: 1 },
      dropout: { kind: 'float', low: 0.1, high: 0.5, log: false },
      width: { kind: 'float', low: 1, high: 2, log: false },
      learning_rate: { kind: 'float', low: 0.0001, high: 0.1, log: true },
      weight_decay: { kind: 'float', low: close(0.0001), high: close(0.1), log: true },
      keep: { kind: 'float', low: 0.01, high: 0.5, log: true },
      decay: { kind: 'float', low: close(0.01), high: close(0.1), log: true },
      batch_size: { kind: 'int', low: 8, high: 96, log: false, step: 8 },
      momentum: { kind: 'float', low: 0.8, high: 0.95, log: false, step: 0.05 },
      units: { kind: 'int', low: 1, high: 512, log: true, step: 1 },
      hidden: { kind: 'int', low: 1, high: 148, log: true, step: 1 },
      noise: { kind: 'normal', mean: 100, standardDeviation: 10, log: false },
      jitter: { kind: 'normal', mean: 0, standardDeviation: 1, log: false, step: 0.5 },
      scale: { kind: 'normal', mean: 0, standardDeviation: 0.5, log: true },
      steps: { kind: 'normal', mean: 3, standardDeviation: 1, log: true, step: 1 },
      activation: { kind: 'categorical', choices: ['relu', 'tanh'], probabilities: [0.9, 0.1] },
      fixed: { kind: 'constant', value: null },
    })
  })

  it("reads bayes as TPE, and early_terminate as W&B's own rule", () => {
    expect(fixture('bayes')).toMatchObject({
      sampler: { type: 'tpe', options: {} },
      metric: { name: 'validation_loss', direction: 'minimize', target: 0.05 },
      pruner: { type: 'wandb-hyperband', options: { minIter: 3 } },
      runCap: 50,
    })
  })

  it('flattens nested parameters', () => {
    const { space, nested } = fixture('nested')
    expect(Object.keys(space)).toEqual(['optimizer.learning_rate', 'optimizer.schedule.warmup', 'batch_size'])
    expect(nested).toEqual(['optimizer', 'optimizer.schedule'])
  })

  it('reads a command, numbers as words', () => {
    expect(fixture('command').command).toEqual([
      ...['${env}', 'python3', '${program}', '-u', '${args_no_boolean_flags}', '--seed', '7'],
    ])
  })

  it('reads every key of early_terminate; max_iter with s wins over min_iter', () => {
    const read = (keys: string): SweepFile =>
      sweep(`early_terminate: {type: hyperband, ${keys}}`, 'parameters: {a: {value: 1}}')
    const { pruner } = read('min_iter: 2, max_iter: 27, s: 2, eta: 2.5, strict: false')
    expect(pruner).toEqual({
      type: 'wandb-hyperband',
      options: { maxIter: 27, s: 2, eta: 2.5, strict: false },
    })
    expect(sweepStudyOptions(read('max_iter: 9, s: 1')).pruner).toMatchObject({
      name: 'wandbHyperband',
      options: { maxIter: 9, s: 1, eta: 3, strict: true },
    })
    expect(read('min_iter: 2, max_iter: 27').pruner?.options).toEqual({ minIter: 2 })
  })
})

describe('parseSweepFile, of more than W&B', () => {
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
      other: {},
      warnings: [
        'sweep.yaml:4:1: Method tpe has no use for `baseline`: one-factor-at-a-time and coordinate-descent start there.',
      ],
    })
  })

  it('reads 1e-3 as a number, and what is tagged as a float as one', () => {
    expect(parameter('min: 1e-3', 'max: 1')).toEqual({ kind: 'float', low: 0.001, high: 1, log: false })
    expect(parameter('min: !!float 1', 'max: !!float 2')).toEqual({
      kind: 'float',
      low: 1,
      high: 2,
      log: false,
    })
  })

  it('knows which whole numbers are floats, by how they are written and what draws them', () => {
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

  it('reads what both versions of YAML read alike', () => {
    const { space } = sweep(
      'parameters: {a: {values: [007, ~, True, 0x1F, .5, 1e-3, -0, 1.0e+3, "yes", !!str 010]}}',
    )
    expect(space.a).toEqual({
      kind: 'categorical',
      choices: [7, null, true, 31, 0.5, 1e-3, 0, 1000, 'yes', '010'],
    })
  })

  it.each(scalars.filter(([text]) => !/[[\]{},&*!|>'"%@`#]/.test(text)))(
    'reads %s as PyYAML does, or refuses it',
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

  it('resolves anchors and merge keys, where own keys and earlier mappings win', () => {
    const { space } = sweep(
      'parameters:',
      '  a: &a {min: 0, max: 1}',
      '  b: *a',
      '  c: {<<: *a, max: 5}',
      '  d: {<<: [{max: 7}, *a]}',
    )
    expect(Object.values(space).map((one) => 'high' in one && one.high)).toEqual([1, 1, 5, 7])
  })

  it('forgives probabilities the sum of which is 1 but for decimals', () => {
    expect(parameter('values: [1, 2, 3]', 'probabilities: [0.33, 0.33, 0.33]')).toMatchObject({
      probabilities: [1, 1, 1].map(() => expect.closeTo(1 / 3, 12)),
    })
  })

  it('counts a bound as a multiple of q although the division leaves a rest', () => {
    expect(parameter('distribution: q_uniform', 'q: 0.1', 'min: 0.3', 'max: 0.7')).toMatchObject({
      low: 0.3,
      high: 0.7,
    })
  })

  it("knows every key of W&B's schema, and says which mean nothing", () => {
    const { warnings, other } = parseSweepFile(
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
      "sweep.yaml:7:1: `job` is for W&B's Launch and means nothing here.",
      "sweep.yaml:8:1: `image_uri` is for W&B's Launch and means nothing here.",
      "sweep.yaml:13:1: `scheduler` is for W&B's Launch and means nothing here.",
    ])
    expect(other).toEqual({
      ...{ apiVersion: 'v1', kind: 'sweep', controller: { type: 'local' }, entity: 'me', project: 'x' },
      ...{ job: 'me/x', image_uri: 'x', scheduler: { resource: 'local-process' } },
    })
  })

  it('warns where exponents look like values, and where a step replaces the logarithm', () => {
    const { warnings } = sweep(
      'parameters:',
      '  a: {distribution: log_uniform, min: 0.0001, max: 0.1}',
      '  b: {distribution: q_log_uniform_values, q: 8, min: 32, max: 256}',
      '  c: {distribution: log_uniform, min: 1, max: 128}',
    )
    expect(warnings).toEqual([
      'sweep.yaml:4:7: `min` and `max` of log_uniform are exponents, hence parameter "a" is from 1.000 to 1.105. ' +
        'If they are meant as values, write log_uniform_values.',
      'sweep.yaml:5:7: Parameter "b" is drawn uniformly from the multiples of 8, not uniformly in the logarithm: ' +
        'steps and logarithm do not go together here, unless `q` is 1.',
      'sweep.yaml:6:7: `min` and `max` of log_uniform are exponents, hence parameter "c" is from 2.718 to 3.888e+55. ' +
        'If they are meant as values, write log_uniform_values.',
    ])
  })
})

describe('parseSweepFile with a metric for files that have none', () => {
  const metric = { name: 'validation.accuracy', direction: 'maximize' } as const
  const read = (...lines: string[]): unknown =>
    parseSweepFile(['method: tpe', 'parameters: {x: {values: [1, 2]}}', ...lines].join('\n'), { metric })
      .metric

  it('takes it, unless there is one', () => {
    expect(read()).toEqual(metric)
    expect(read('metric: {name: loss}')).toEqual({ name: 'loss', direction: 'minimize' })
  })

  it('does not for a program, whose metrics only its author knows', () => {
    expect(() => read('program: a.py')).toThrow(/has no `metric`, which method tpe needs/)
    expect(() => read('command: [a]')).toThrow(/has no `metric`, which method tpe needs/)
  })
})
