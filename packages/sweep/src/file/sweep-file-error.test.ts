import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { complaint } from '../../test/complaint.ts'
import { parseSweepFile } from './parse-sweep-file.ts'
import { SweepFileError } from './sweep-file-error.ts'

/** Files and their error messages. */
const mistakes: readonly (readonly [string, string])[] = [
  ['', '1:1: The file is empty: expected a mapping with `method` and `parameters`.'],
  ['# nothing\n', '1:1: The file is empty: expected a mapping with `method` and `parameters`.'],
  ['- a', '1:1: A sweep file must be a mapping of keys to values, got a list.'],
  ['method: grid', '1:1: The sweep has no `parameters`, which is required.'],
  ['parameters: {a: {value: 1}}', '1:1: The sweep has no `method`, which is required.'],
  ['methd: grid', '1:1: The sweep has an unknown key `methd`: did you mean `method`?'],
  ['method: grid\nrunCap: 5', '2:1: The sweep has an unknown key `runCap`: did you mean `run_cap`?'],
  ['\uFEFFmethod: grid\nmethod: bayes', '2:1: Key `method` appears twice. Remove one of them.'],
  ['@', '1:1: This is not YAML: Plain value cannot start with reserved character @.'],
  ['method: grid\n\tname: x', '2:1: The line is indented with a tab: YAML expects spaces.'],
  ['method: grid\nmethod: bayes', '2:1: Key `method` appears twice. Remove one of them.'],
  ['name: a: b', '1:7: This is not YAML: Nested mappings are not allowed in compact mappings.'],
  ['name: "a', '1:9: This is not YAML: Missing closing "quote.'],
  ['name: !!python/tuple [1]', '1:7: This is not YAML: Unresolved tag: tag:yaml.org,2002:python/tuple.'],
  ['name: *x', '1:7: `*x` has no anchor: expected `&x` before it.'],
  ['name: &x\n  name: *x', '2:3: The file is too large or too deep: do its anchors refer to themselves?'],
  ['<<: 3', '1:5: `<<` must merge a mapping or a list of mappings.'],
  ['[a]: 3', '1:1: A key must be text, got a list or a mapping.'],
  [
    'method: grid\n---\nmethod: grid',
    '2:1: A second document starts here: expected one sweep per file. Write each sweep to its own file.',
  ],
]

const unknownMacro =
  '3:19: Macro ${unknown} is unknown: expected one of ${env}, ${interpreter}, ${program}, ${args}, ' +
  '${args_no_boolean_flags}, ${args_no_hyphens}, ${args_no_equals}, ${args_append_hydra}, ${args_override_hydra}, ' +
  '${args_json}, ${args_json_file}, ${envvar:NAME}.'

/** The third and later lines of a random sweep, with one parameter and no metric. */
const settingMistakes: readonly (readonly [string, string])[] = [
  ['run_cap: 0', '3:10: `run_cap` must be a positive integer, got 0.'],
  ['run_cap: many', '3:10: `run_cap` must be a positive integer, got text "many".'],
  ['workers: 1.5', '3:10: `workers` must be a positive integer, got 1.5.'],
  ['timeout: 10m', '3:10: `timeout` must be a positive number, got text "10m".'],
  [
    'timeout: 1_000',
    '3:10: `timeout` is 1_000, which is 1000 in YAML 1.1 (PyYAML, hence W&B) and text in YAML 1.2. ' +
      'Write 1000, or quote it.',
  ],
  ['command: [python, "${unknown}"]', unknownMacro],
  [
    'command: [python, "${program}"]',
    '3:19: Macro ${program} has no value: expected `program`, the program to run.',
  ],
  [
    'command: [python, "${envvar:NOT_SET}"]',
    '3:19: Environment variable NOT_SET is not set, but the command has ${envvar:NOT_SET}.',
  ],
  [
    'command: ["x${args}"]',
    '3:11: Macro ${args} expands to several words: expected it as a separate word, got "x${args}".',
  ],
  [
    'job: me/x:latest',
    "3:1: `job` needs W&B's Launch, which is not supported: expected `program` or `command`.",
  ],
  [
    'metrics: [{name: a}]',
    '3:1: `metrics` is not supported, since trials are compared by a single metric: expected `metric`.',
  ],
  [
    'metric: {name: x}\npruner: {type: median, startup_trial: 3}',
    '4:24: `pruner` has an unknown option `startup_trial`: did you mean `startup_trials`?',
  ],
  [
    'metric: {name: x}\npruner: {type: asha, reduction_factor: 2.5}',
    '4:40: `pruner`: `reduction_factor` must be an integer of at least 2, got 2.5.',
  ],
  [
    'metric: {name: x}\npruner: {type: patience, patience: 1, pruner: {type: percentile, percentile: 200}}',
    '4:78: `pruner` within `pruner`: `percentile` must be in [0, 100], got 200.',
  ],
  [
    'memory_limit: 3 XB',
    '3:15: `memory_limit` must be a number of bytes, or a size such as 512 MB or 2 GiB, got "3 XB".',
  ],
  [
    'memory_limit: 2',
    "3:15: `memory_limit` must be at least 64 MB, which a trial's process itself needs, got 2 bytes. " +
      'Write a unit, such as 512 MB or 2 GiB.',
  ],
  ['name: [1]', '3:7: `name` must be text, got a list.'],
  ['command: python', '3:10: `command` must be a list, got text "python".'],
  ['command: [[a]]', '3:11: A word of `command` must be text, got a list.'],
  ['repeats: 3\nseeds: [1]', '4:1: The sweep has both `repeats` and `seeds`: expected one of them.'],
  ['seeds: [1, 2, 1]', '3:15: `seeds` has 1 twice. Remove one.'],
  ['sampler: {type: tpe}', '3:1: The sweep has both `method` and `sampler`: expected one of them.'],
  ['pruner: {type: median}', '3:1: The sweep has no `metric`, which `pruner` needs.'],
  ['pruner: median', '3:9: `pruner` must be a mapping of keys to values, got text "median".'],
  ['pruner: {type: medan}', '3:16: `type` of `pruner` cannot be "medan": did you mean `median`?'],
  [
    'pruner: {type: median, warmup_steps: 1, warmupSteps: 2}',
    '3:41: `warmupSteps` of `pruner` appears twice, in two spellings. Remove one of them.',
  ],
  ['metric: {goal: minimize}', '3:9: `metric` has no `name`, which is required.'],
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
    '3:18: `early_terminate` has no first band: expected `min_iter`, or `max_iter` and `s`.',
  ],
  [
    'early_terminate: {type: hyperband, max_iter: 2, s: 2}',
    '3:46: `early_terminate`: `max_iter` must be at least `eta` 3, got 2: no band lies below it.',
  ],
  [
    'early_terminate: {type: hyperband, min_iter: 1, eta: 1}',
    '3:54: `early_terminate`: `eta` must be a finite number above 1, got 1.',
  ],
  ['baseline: {b: 1}', '3:12: `baseline` has "b", which is not a parameter: did you mean `a`?'],
  ['baseline: {a: 1, "a": 1}', '3:18: Key `"a"` appears twice. Remove one of them.'],
  ['baseline: {a: 2}', '3:15: `baseline` sets "a" to 2: expected 1.'],
]

describe('SweepFileError', () => {
  it.each(mistakes)('%j', (text, message) => expect(complaint(text)).toBe(message))

  it.each(settingMistakes)('%s', (lines, message) =>
    expect(complaint(`method: random\nparameters: {a: {value: 1}}\n${lines}`)).toBe(message),
  )

  it('tells which methods need a metric', () => {
    const of = (method: string): string => complaint(`parameters: {a: {min: 0, max: 1}}\nmethod: ${method}`)
    expect(of('bayes')).toBe(
      '2:9: The sweep has no `metric`, which method bayes needs: expected its `name` and `goal`.',
    )
    expect(of('bays')).toBe('2:9: `method` cannot be "bays": did you mean `bayes`?')
    expect(of('random')).toBe('nothing')
  })

  it('rejects two names of one option, unless the file has a program', () => {
    const of = (...lines: readonly string[]): string =>
      complaint(
        ['method: random', ...lines, 'parameters: {batch_size: {value: 1}, Batch-Size: {value: 2}}'].join(
          '\n',
        ),
      )
    expect(of()).toBe(
      '2:38: Parameter "Batch-Size" is another name of "batch_size", which is already defined. Remove one of them.',
    )
    expect(of('program: a.py')).toBe('nothing')
  })

  it('rejects a baseline that is off its step, or given twice', () => {
    const of = (baseline: string): string =>
      complaint(
        `method: one-factor-at-a-time\nmetric: {name: x}\nbaseline: ${baseline}\n` +
          'parameters: {a: {parameters: {b: {distribution: q_uniform, min: 2, max: 8, q: 2}}}}',
      )
    expect(of('{a.b: 3}')).toBe(
      '3:17: `baseline` sets "a.b" to 3: expected an integer in [2, 8] in steps of 2.',
    )
    expect(of('{a.b: 4, a: {b: 6}}')).toBe('3:24: `baseline` has "a.b" twice. Remove one.')
    expect(of('{}')).toBe(
      '3:11: Method one-factor-at-a-time: `baseline` has no "a.b", which exists at a point to propose: ' +
        'add an integer in [2, 8] in steps of 2.',
    )
  })

  it('rejects seeds if a parameter is the seed', () => {
    expect(complaint('method: grid\nseeds: [1, 2]\nparameters: {seed: {values: [1, 2]}}')).toBe(
      '2:1: Parameter "seed" and `seeds` both determine the seed of a trial: expected one of them.',
    )
  })

  it('rejects an infinite grid, at the parameter', () => {
    expect(complaint('method: grid\nparameters:\n  a:\n    parameters:\n      b: {min: 0.0, max: 1}')).toBe(
      '5:7: Parameter "a.b" has infinitely many values, too many for a grid: expected `values` or q_uniform.',
    )
  })

  it('has the line and the column as numbers', () => {
    expect(() => parseSweepFile('\uFEFFmethd: 1', { fileName: 'x.yaml' })).toThrow(
      expect.objectContaining({ name: 'SweepFileError', fileName: 'x.yaml', line: 1, column: 1 }),
    )
  })
})

describe('parseSweepFile, with any text', () => {
  it('throws only SweepFileError, with a place in the file', () => {
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
