import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { parseSweepFile } from './parse-sweep-file.ts'
import { SweepFileError } from './sweep-file-error.ts'

/** A file, and what is said of it. */
const mistakes: readonly (readonly [string, string])[] = [
  ['', '1:1: The file is empty: expected a mapping with `method` and `parameters`.'],
  ['# nothing\n', '1:1: The file is empty: expected a mapping with `method` and `parameters`.'],
  ['- a', '1:1: A sweep file must be a mapping of keys to values, got a list.'],
  ['method: grid', '1:1: The sweep has no `parameters`: expected it.'],
  ['parameters: {a: {value: 1}}', '1:1: The sweep has no `method`: expected it.'],
  ['methd: grid', '1:1: The sweep has an unknown key `methd`: did you mean `method`?'],
  ['method: grid\nrunCap: 5', '2:1: The sweep has an unknown key `runCap`: did you mean `run_cap`?'],
  [
    '\uFEFFmethod: grid\nmethod: bayes',
    '2:1: Key `method` is there twice: expected it once. Remove one of them.',
  ],
  ['@', '1:1: This is not YAML: Plain value cannot start with reserved character @.'],
  ['method: grid\n\tname: x', '2:1: The line is indented with a tab: YAML expects spaces.'],
  ['method: grid\nmethod: bayes', '2:1: Key `method` is there twice: expected it once. Remove one of them.'],
  ['name: a: b', '1:7: This is not YAML: Nested mappings are not allowed in compact mappings.'],
  ['name: "a', '1:9: This is not YAML: Missing closing "quote.'],
  ['name: !!python/tuple [1]', '1:7: This is not YAML: Unresolved tag: tag:yaml.org,2002:python/tuple.'],
  ['name: *x', '1:7: `*x` refers to nothing: expected an anchor `&x` before it.'],
  ['name: &x\n  name: *x', '2:3: The file is too large or too deep: do its anchors refer to themselves?'],
  ['<<: 3', '1:5: `<<` merges something else: expected a mapping, or a list of them.'],
  ['[a]: 3', '1:1: A key is a list or a mapping: expected text.'],
  [
    'method: grid\n---\nmethod: grid',
    '2:1: A second document begins: expected one sweep a file. Write each sweep into a file of its own.',
  ],
]

/** Lines within `parameters` of a random sweep with a metric; the first of them is line 4. */
const parameterMistakes: readonly (readonly [string, string])[] = [
  ['', '3:12: `parameters` must be a mapping of keys to values, got nothing.'],
  ['  {}', '4:3: `parameters` is empty: expected at least one parameter.'],
  ['  a:', '4:5: Parameter "a" must be a mapping of keys to values, got nothing.'],
  ['  a: 3', '4:6: Parameter "a" must be a mapping of keys to values, got 3.'],
  [
    '  2a: {value: 1}',
    '4:3: Parameter "2a" has a bad name: expected a letter or `_`, then letters, digits, `_`, `.` or `-`.',
  ],
  [
    '  __proto__: {value: 1}',
    '4:3: Parameter "__proto__" has a bad name: expected a letter or `_`, then letters, digits, `_`, `.` or `-`.',
  ],
  [
    '  a: {}',
    '4:6: Parameter "a" says nothing of its values: expected `values`, `value`, or `min` and `max`.',
  ],
  ['  a: {valeus: [1]}', '4:7: Parameter "a" has an unknown key `valeus`: did you mean `values`?'],
  ['  a: {value: }', '4:14: `value` of parameter "a" is missing: expected a value after the colon.'],
  ['  a: {min: 1}', '4:6: Parameter "a" has no `max`: expected it.'],
  [
    '  lr:\n    min: 0.1\n    max: 0.01',
    '6:10: `max` of parameter "lr" must be greater than `min` 0.1, got 0.01.',
  ],
  ['  a: {min: "0", max: 1}', '4:12: `min` of parameter "a" must be a number, got text "0".'],
  ['  a: {min: 0, max: .inf}', '4:20: `max` of parameter "a" must be a number, got .inf.'],
  [
    '  a: {min: 0, max: 010}',
    '4:20: `max` of parameter "a" is 010, which is 8 in YAML 1.1 (PyYAML, hence W&B) and 10 in YAML 1.2. ' +
      'Write 8 or 10, or quote it.',
  ],
  [
    '  a: {min: 0, max: 1, mu: 3}',
    '4:23: Parameter "a" is int_uniform, which has no `mu`: it has `min`, `max`.',
  ],
  ['  a: {mu: 3}', '4:6: Parameter "a" has no `distribution`: expected it beside `mu`, `sigma` or `q`.'],
  ['  a: {distribution: beta}', expectedDistribution('4:21', 'beta')],
  [
    '  a: {distribution: uniformm, min: 0, max: 1}',
    '4:21: `distribution` of parameter "a" cannot be "uniformm": did you mean `uniform`?',
  ],
  [
    '  a: {distribution: int_uniform, min: 0.5, max: 1}',
    '4:39: `min` of parameter "a" must be an integer, got 0.5.',
  ],
  [
    '  a: {distribution: log_uniform_values, min: 0, max: 1}',
    '4:46: `min` of parameter "a" must be greater than 0, got 0.',
  ],
  ['  a: {distribution: normal, sigma: 0}', '4:36: `sigma` of parameter "a" must be greater than 0, got 0.'],
  [
    '  a: {distribution: q_uniform, q: 8, min: 1, max: 5}',
    '4:32: Parameter "a" has no value: no multiple of `q` 8 is from 1 to 5.',
  ],
  ['  a: {values: 3}', '4:15: `values` of parameter "a" must be a list, got 3.'],
  ['  a: {values: []}', '4:15: `values` of parameter "a" is empty: expected at least one item.'],
  ['  a: {values: [1, 2, 1]}', '4:22: `values` of parameter "a" has 1 twice: expected it once.'],
  ['  a: {value: 1, values: [1]}', '4:7: Parameter "a" has both `value` and `values`: expected one of them.'],
  [
    '  a: {values: [[1, 2]]}',
    '4:16: A value of parameter "a" must be text, a number, a boolean or null, got a list. ' +
      'Write it as text, such as "[32, 64]", which a command gets as it stands.',
  ],
  [
    '  a: {values: [off]}',
    '4:16: A value of parameter "a" is off, which is false in YAML 1.1 (PyYAML, hence W&B) and text in YAML 1.2. ' +
      'Write false, or quote it.',
  ],
  [
    '  a: {values: [2024-01-01]}',
    '4:16: A value of parameter "a" is 2024-01-01, which is a date or no value in YAML 1.1 (PyYAML, hence W&B) and text ' +
      'in YAML 1.2. Quote it.',
  ],
  [
    '  a: {value: -.5}',
    '4:14: `value` of parameter "a" is -.5, which is text in YAML 1.1 (PyYAML, hence W&B) and -0.5 in YAML 1.2. ' +
      'Write -0.5, or quote it.',
  ],
  [
    '  a: {values: [9007199254740993]}',
    '4:16: A value of parameter "a" is 9007199254740993, beyond the integers that stay exact here, ±(2⁵³ − 1). Quote it.',
  ],
  ['  a: {value: !!binary aGk=}', '4:23: A value has the tag !!binary: expected none, !!str or !!float.'],
  ['  a: {value: !!bool yes}', '4:14: This is not YAML: Unresolved tag: tag:yaml.org,2002:bool.'],
  ['  a: {value: !!float 0x10}', '4:14: This is not YAML: "0x10" is no float.'],
  [
    '  on: {value: 1}',
    '4:3: Key `on` is true or false in YAML 1.1 (PyYAML, hence W&B): expected text. Quote it.',
  ],
  [
    '  a: {value: 1}\n  "a": {value: 1}',
    '5:3: Key `"a"` is there twice: expected it once. Remove one of them.',
  ],
  [
    '  lr: {distribution: log_uniform, min: 0.0001, max: 1000}',
    '4:53: `max` of parameter "lr" is an exponent, and e to the power of 1000 is beyond the range of numbers. ' +
      'If it is meant as a value, write log_uniform_values.',
  ],
  [
    '  lr: {distribution: log_uniform, min: -1000, max: 0}',
    '4:40: `min` of parameter "lr" is an exponent, and e to the power of -1000 is beyond the range of numbers. ' +
      'If it is meant as a value, write log_uniform_values.',
  ],
  [
    '  lr: {distribution: inv_log_uniform, min: 0, max: 1000}',
    '4:52: `max` of parameter "lr" is an exponent, and e to the power of -1000 is beyond the range of numbers. ' +
      'If it is meant as a value, write inv_log_uniform_values.',
  ],
  [
    '  a: {distribution: log_normal, mu: 700, sigma: 5}',
    '4:37: Parameter "a": `mu` ± 8.3 `sigma`, of the logarithm, must be within the range of numbers, got 700 ± 8.3 · 5.',
  ],
  [
    '  a: {distribution: uniform, min: -1e308, max: 1e308}',
    '4:48: Parameter "a": `max` − `min` must be finite, got 1e+308 − -1e+308.',
  ],
  [
    '  a: {values: [1, 2], probabilities: [1]}',
    '4:38: `probabilities` of parameter "a" must be as many as its `values`, 2, got 1.',
  ],
  [
    '  a: {values: [1, 2], probabilities: [0.5, 0.2]}',
    '4:38: `probabilities` of parameter "a" must sum to 1, got 0.7.',
  ],
  [
    '  a: {values: [1, 2], probabilities: [2, -1]}',
    '4:42: A probability of parameter "a" must be at least 0, got -1.',
  ],
  [
    '  a: {parameters: {b: {value: 1}}, value: 3}',
    '4:36: Parameter "a", which holds others, has an unknown key `value`: expected `parameters` or `when`.',
  ],
  ['  a: {parameters: {}}', '4:19: `parameters` of "a" is empty: expected at least one parameter.'],
  [
    '  a.b: {value: 1}\n  a: {parameters: {b: {value: 1}}}',
    '5:20: Parameter "a.b" is there twice: once with a dot in its name, once within another.',
  ],
  [
    '  a: {value: 1, when: {b: 1}}\n  b: {values: [1, 2]}',
    '4:24: `when` of parameter "a" speaks of "b", which is no parameter before it. ' +
      'Expected one that is defined above; names within others have dots.',
  ],
  [
    '  rate: {value: 1}\n  b: {value: 1, when: {rat: 1}}',
    '5:24: `when` of parameter "b" speaks of "rat", which is no parameter before it: did you mean `rate`?',
  ],
  [
    '  a: {values: [x, y]}\n  b: {value: 1, when: {a: [x, z]}}',
    '5:31: `when` of parameter "b" sets "a" to "z", which it never is: expected one of "x", "y".',
  ],
  [
    '  a: {value: 1, when: {}}',
    '4:23: `when` of parameter "a" is empty: expected another parameter and its value.',
  ],
]

function expectedDistribution(place: string, got: string): string {
  return (
    `${place}: \`distribution\` of parameter "a" cannot be "${got}": expected \`constant\`, \`categorical\`, ` +
    '`categorical_w_probabilities`, `int_uniform`, `uniform`, `q_uniform`, `log_uniform`, `log_uniform_values`, ' +
    '`inv_log_uniform`, `inv_log_uniform_values`, `q_log_uniform`, `q_log_uniform_values`, `normal`, `q_normal`, ' +
    '`log_normal` or `q_log_normal`.'
  )
}

const unknownMacro =
  '3:19: Macro ${unknown} is unknown: expected one of ${env}, ${interpreter}, ${program}, ${args}, ' +
  '${args_no_boolean_flags}, ${args_no_hyphens}, ${args_no_equals}, ${args_append_hydra}, ${args_override_hydra}, ' +
  '${args_json}, ${args_json_file}, ${envvar:NAME}.'

/** The third and later lines of a random sweep, with one parameter and no metric. */
const settingMistakes: readonly (readonly [string, string])[] = [
  ['run_cap: 0', '3:10: `run_cap` must be at least 1, got 0.'],
  ['run_cap: many', '3:10: `run_cap` must be an integer, got text "many".'],
  ['workers: 1.5', '3:10: `workers` must be an integer, got 1.5.'],
  ['timeout: 10m', '3:10: `timeout` must be a number, got text "10m".'],
  [
    'timeout: 1_000',
    '3:10: `timeout` is 1_000, which is 1000 in YAML 1.1 (PyYAML, hence W&B) and text in YAML 1.2. ' +
      'Write 1000, or quote it.',
  ],
  ['command: [python, "${unknown}"]', unknownMacro],
  [
    'command: [python, "${program}"]',
    '3:19: Macro ${program} stands for nothing: expected `program`, the program to run.',
  ],
  [
    'command: [python, "${envvar:NOT_SET}"]',
    '3:19: Environment variable NOT_SET is not set, but the command has ${envvar:NOT_SET}.',
  ],
  [
    'command: ["x${args}"]',
    '3:11: Macro ${args} stands for several words: expected it as a word of its own, got "x${args}".',
  ],
  [
    'job: me/x:latest',
    "3:1: `job` is run by W&B's Launch, which is not here: expected `program` or `command`.",
  ],
  [
    'metrics: [{name: a}]',
    '3:1: W&B compares by several `metrics`; here trials are compared by one: expected `metric`.',
  ],
  [
    'metric: {name: x}\npruner: {type: median, startup_trial: 3}',
    '4:24: `pruner` has an unknown option `startup_trial`: did you mean `startup_trials`?',
  ],
  [
    'metric: {name: x}\npruner: {type: asha, reduction_factor: 2.5}',
    '4:40: `pruner`: `reduction_factor` must be a whole number of at least 2, got 2.5.',
  ],
  [
    'metric: {name: x}\npruner: {type: patience, patience: 1, pruner: {type: percentile, percentile: 200}}',
    '4:78: `pruner` within `pruner`: `percentile` must be from 0 to 100, got 200.',
  ],
  [
    'memory_limit: 3 XB',
    '3:15: `memory_limit` must be bytes, or with a unit such as 512 MB or 2 GiB, got "3 XB".',
  ],
  [
    'memory_limit: 2',
    "3:15: `memory_limit` must be at least 64 MB, which a trial's process needs itself, got 2 bytes. " +
      'Write a unit, such as 512 MB or 2 GiB.',
  ],
  ['name: [1]', '3:7: `name` must be text, got a list.'],
  ['command: python', '3:10: `command` must be a list, got text "python".'],
  ['command: [[a]]', '3:11: A word of `command` must be text, got a list.'],
  ['repeats: 3\nseeds: [1]', '4:1: The sweep has both `repeats` and `seeds`: expected one of them.'],
  ['seeds: [1, 2, 1]', '3:15: `seeds` has 1 twice: expected it once.'],
  ['sampler: {type: tpe}', '3:1: The sweep has both `method` and `sampler`: expected one of them.'],
  ['pruner: {type: median}', '3:1: The sweep has no `metric`, which `pruner` needs.'],
  ['pruner: median', '3:9: `pruner` must be a mapping of keys to values, got text "median".'],
  ['pruner: {type: medan}', '3:16: `type` of `pruner` cannot be "medan": did you mean `median`?'],
  [
    'pruner: {type: median, warmup_steps: 1, warmupSteps: 2}',
    '3:41: `warmupSteps` of `pruner` is there twice, in two ways of writing.',
  ],
  ['metric: {goal: minimize}', '3:9: `metric` has no `name`: expected it.'],
  [
    'metric: {name: x, goal: minimise}',
    '3:25: `goal` of `metric` cannot be "minimise": did you mean `minimize`?',
  ],
  ['metric: {name: x, target: low}', '3:27: `target` of `metric` must be a number, got text "low".'],
  [
    'early_terminate: {type: envelope}',
    '3:25: `type` of `early_terminate` cannot be "envelope": expected `hyperband`.',
  ],
  [
    'early_terminate: {type: hyperband, s: 2}',
    '3:18: `early_terminate` does not say where to begin: expected `min_iter`, or `max_iter` and `s`.',
  ],
  [
    'early_terminate: {type: hyperband, max_iter: 2, s: 2}',
    '3:46: `early_terminate`: `max_iter` must be at least `eta` 3, got 2: no band lies below it.',
  ],
  [
    'early_terminate: {type: hyperband, min_iter: 1, eta: 1}',
    '3:54: `eta` of `early_terminate` must be greater than 1, got 1.',
  ],
  ['baseline: {b: 1}', '3:12: `baseline` has "b", which is no parameter: did you mean `a`?'],
  ['baseline: {a: 1, "a": 1}', '3:18: Key `"a"` is there twice: expected it once. Remove one of them.'],
  ['baseline: {a: 2}', '3:15: `baseline` sets "a" to 2, which it never is: expected 1.'],
]

const optionOf = (name: string): string => name.replaceAll('_', '-').toLowerCase()

/** What is said of a file but for its name. */
function complaint(text: string): string {
  try {
    parseSweepFile(text, { fileName: 'my.yaml', environment: { HOME: '/' }, canonicalName: optionOf })
  } catch (error) {
    if (error instanceof SweepFileError) return error.message.replace('my.yaml:', '')
    throw error
  }
  return 'nothing'
}

describe('SweepFileError', () => {
  it.each(mistakes)('%j', (text, message) => expect(complaint(text)).toBe(message))

  it.each(parameterMistakes)('parameters: %j', (lines, message) =>
    expect(complaint(`method: random\nmetric: {name: loss}\nparameters:\n${lines}`)).toBe(message),
  )

  it.each(settingMistakes)('%s', (lines, message) =>
    expect(complaint(`method: random\nparameters: {a: {value: 1}}\n${lines}`)).toBe(message),
  )

  it('says which methods need a metric', () => {
    const of = (method: string): string => complaint(`parameters: {a: {min: 0, max: 1}}\nmethod: ${method}`)
    expect(of('bayes')).toBe(
      '2:9: The sweep has no `metric`, which method bayes needs: expected its `name` and `goal`.',
    )
    expect(of('bays')).toBe('2:9: `method` cannot be "bays": did you mean `bayes`?')
    expect(of('random')).toBe('nothing')
  })

  it('refuses two names of one option, unless a program has them apart', () => {
    const of = (...lines: readonly string[]): string =>
      complaint(
        ['method: random', ...lines, 'parameters: {batch_size: {value: 1}, Batch-Size: {value: 2}}'].join(
          '\n',
        ),
      )
    expect(of()).toBe(
      '2:38: Parameter "Batch-Size" is another name of "batch_size", which is there already. Remove one of them.',
    )
    expect(of('program: a.py')).toBe('nothing')
  })

  it('refuses a baseline that is off its step, or given twice', () => {
    const of = (baseline: string): string =>
      complaint(
        `method: one-factor-at-a-time\nmetric: {name: x}\nbaseline: ${baseline}\n` +
          'parameters: {a: {parameters: {b: {distribution: q_uniform, min: 2, max: 8, q: 2}}}}',
      )
    expect(of('{a.b: 3}')).toBe(
      '3:17: `baseline` sets "a.b" to 3, which it never is: expected an integer in [2, 8] in steps of 2.',
    )
    expect(of('{a.b: 4, a: {b: 6}}')).toBe('3:24: `baseline` has "a.b" twice: expected it once.')
    expect(of('{}')).toBe(
      '3:11: Method one-factor-at-a-time: `baseline` has no "a.b", which exists at a point to propose: ' +
        'add an integer in [2, 8] in steps of 2.',
    )
  })

  it('refuses a seed that is a parameter as well', () => {
    expect(complaint('method: grid\nseeds: [1, 2]\nparameters: {seed: {values: [1, 2]}}')).toBe(
      '2:1: Parameter "seed" and `seeds` both decide the seed of a trial: expected one of them.',
    )
  })

  it('refuses an endless grid, at the parameter', () => {
    expect(complaint('method: grid\nparameters:\n  a:\n    parameters:\n      b: {min: 0.0, max: 1}')).toBe(
      '5:7: Parameter "a.b" has endlessly many values, too many for a grid: expected `values`, or q_uniform.',
    )
  })

  it('has line and column as numbers, too', () => {
    expect(() => parseSweepFile('\uFEFFmethd: 1', { fileName: 'x.yaml' })).toThrow(
      expect.objectContaining({ name: 'SweepFileError', fileName: 'x.yaml', line: 1, column: 1 }),
    )
  })
})

describe('parseSweepFile, of anything', () => {
  it('throws nothing but SweepFileError, within the file', () => {
    const texts = ['random', 'bayes', 'nested', 'command'].map((name) =>
      readFileSync(new URL(`../../test/fixtures/wandb/${name}.yaml`, import.meta.url), 'utf8'),
    )
    const scrap = fc.constantFrom(...'\t\n :-[]{}&*!<#"\'0aé', '<<: *a', '&a ', '- ', '? ', ': ', '__proto__')
    const damage = fc.record({ at: fc.nat(1000), length: fc.nat(3), scrap })
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(damage, { maxLength: 3 }), (text, damages) => {
        let damaged = text
        for (const { at, length, scrap } of damages) {
          const start = at % damaged.length
          damaged = damaged.slice(0, start) + scrap + damaged.slice(start + length)
        }
        try {
          parseSweepFile(damaged)
        } catch (error) {
          expect(error).toBeInstanceOf(SweepFileError)
          const { line, column } = error as SweepFileError
          expect(line).toBeLessThanOrEqual(damaged.split('\n').length)
          expect(column).toBeLessThanOrEqual((damaged.split('\n')[line - 1] ?? '').length + 1)
        }
      }),
    )
  })
})
