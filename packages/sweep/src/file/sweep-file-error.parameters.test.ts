import { describe, expect, it } from '@jest/globals'
import { complaint } from '../../test/complaint.ts'

/** Lines within `parameters` of a random sweep with a metric, starting at line 4, and their error messages. */
const parameterMistakes: readonly (readonly [string, string])[] = [
  ['', '3:12: `parameters` must be a mapping of keys to values, got nothing.'],
  ['  {}', '4:3: `parameters` is empty: expected at least one parameter.'],
  ['  a:', '4:5: Parameter "a" must be a mapping of keys to values, got nothing.'],
  ['  a: 3', '4:6: Parameter "a" must be a mapping of keys to values, got 3.'],
  [
    '  2a: {value: 1}',
    '4:3: Parameter "2a" has an invalid name: expected a letter or `_`, then letters, digits, `_`, `.` or `-`.',
  ],
  [
    '  __proto__: {value: 1}',
    '4:3: Parameter "__proto__" has an invalid name: expected a letter or `_`, then letters, digits, `_`, `.` or `-`.',
  ],
  [
    '  a: {}',
    '4:6: Parameter "a" does not define its values: expected `values`, `value`, or `min` and `max`.',
  ],
  ['  a: {valeus: [1]}', '4:7: Parameter "a" has an unknown key `valeus`: did you mean `values`?'],
  ['  a: {value: }', '4:14: `value` of parameter "a" is missing: expected a value after the colon.'],
  ['  a: {min: 1}', '4:6: Parameter "a" has no `max`, which is required.'],
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
    '4:23: Parameter "a" is int_uniform, which has no `mu`: expected `min` or `max`.',
  ],
  ['  a: {mu: 3}', '4:6: Parameter "a" has no `distribution`, which `mu`, `sigma` and `q` require.'],
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
    '4:46: `min` of parameter "a" must be a positive number, got 0.',
  ],
  [
    '  a: {distribution: normal, sigma: 0}',
    '4:36: `sigma` of parameter "a" must be a positive number, got 0.',
  ],
  [
    '  a: {distribution: q_uniform, q: 8, min: 1, max: 5}',
    '4:32: Parameter "a" has no values: no multiple of `q` 8 lies between 1 and 5.',
  ],
  ['  a: {values: 3}', '4:15: `values` of parameter "a" must be a list, got 3.'],
  ['  a: {values: []}', '4:15: `values` of parameter "a" is empty: expected at least one item.'],
  ['  a: {values: [1, 2, 1]}', '4:22: `values` of parameter "a" has 1 twice. Remove one.'],
  ['  a: {value: 1, values: [1]}', '4:7: Parameter "a" has both `value` and `values`: expected one of them.'],
  [
    '  a: {values: [[1, 2]]}',
    '4:16: A value of parameter "a" must be text, a number, a boolean or null, got a list. ' +
      'Write it as text, such as "[32, 64]", which a command receives unchanged.',
  ],
  [
    '  a: {values: [off]}',
    '4:16: A value of parameter "a" is off, which is false in YAML 1.1 (PyYAML, hence W&B) and text in YAML 1.2. ' +
      'Write false, or quote it.',
  ],
  [
    '  a: {values: [2024-01-01]}',
    '4:16: A value of parameter "a" is 2024-01-01, which is a date or not a value in YAML 1.1 (PyYAML, hence W&B) and text ' +
      'in YAML 1.2. Quote it.',
  ],
  [
    '  a: {value: -.5}',
    '4:14: `value` of parameter "a" is -.5, which is text in YAML 1.1 (PyYAML, hence W&B) and -0.5 in YAML 1.2. ' +
      'Write -0.5, or quote it.',
  ],
  [
    '  a: {values: [9007199254740993]}',
    '4:16: A value of parameter "a" is 9007199254740993, beyond the integers that are exact here, ±(2⁵³ − 1). Quote it.',
  ],
  ['  a: {value: !!binary aGk=}', '4:23: A value has the tag !!binary: expected no tag, !!str or !!float.'],
  ['  a: {value: !!bool yes}', '4:14: This is not YAML: Unresolved tag: tag:yaml.org,2002:bool.'],
  ['  a: {value: !!float 0x10}', '4:14: This is not YAML: "0x10" is not a float.'],
  [
    '  on: {value: 1}',
    '4:3: Key `on` is true or false in YAML 1.1 (PyYAML, hence W&B): expected text. Quote it.',
  ],
  ['  a: {value: 1}\n  "a": {value: 1}', '5:3: Key `"a"` appears twice. Remove one of them.'],
  [
    '  lr: {distribution: log_uniform, min: 0.0001, max: 1000}',
    '4:53: `max` of parameter "lr" is an exponent, and e to the power of 1000 is beyond the range of numbers. ' +
      'To give a value, write log_uniform_values.',
  ],
  [
    '  lr: {distribution: log_uniform, min: -1000, max: 0}',
    '4:40: `min` of parameter "lr" is an exponent, and e to the power of -1000 is beyond the range of numbers. ' +
      'To give a value, write log_uniform_values.',
  ],
  [
    '  lr: {distribution: inv_log_uniform, min: 0, max: 1000}',
    '4:52: `max` of parameter "lr" is an exponent, and e to the power of -1000 is beyond the range of numbers. ' +
      'To give a value, write inv_log_uniform_values.',
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
    '4:38: `probabilities` of parameter "a" must have one number per value: expected 2, got 1.',
  ],
  [
    '  a: {values: [1, 2], probabilities: [0.5, 0.2]}',
    '4:38: `probabilities` of parameter "a" must sum to 1, got 0.7.',
  ],
  [
    '  a: {values: [1, 2], probabilities: [2, -1]}',
    '4:42: A probability of parameter "a" must be a non-negative number, got -1.',
  ],
  [
    '  a: {parameters: {b: {value: 1}}, value: 3}',
    '4:36: Parameter "a", which contains others, has an unknown key `value`: expected `parameters` or `when`.',
  ],
  ['  a: {parameters: {}}', '4:19: `parameters` of "a" is empty: expected at least one parameter.'],
  [
    '  a.b: {value: 1}\n  a: {parameters: {b: {value: 1}}}',
    '5:20: Parameter "a.b" is defined twice: once with a dot in its name and once within another parameter.',
  ],
  [
    '  a: {value: 1, when: {b: 1}}\n  b: {values: [1, 2]}',
    '4:24: `when` of parameter "a" refers to "b", which is not a parameter defined above. ' +
      'The names of nested parameters have dots, such as `optimizer.lr`.',
  ],
  [
    '  rate: {value: 1}\n  b: {value: 1, when: {rat: 1}}',
    '5:24: `when` of parameter "b" refers to "rat", which is not a parameter defined above: did you mean `rate`?',
  ],
  [
    '  a: {values: [x, y]}\n  b: {value: 1, when: {a: [x, z]}}',
    '5:31: `when` of parameter "b" sets "a" to "z": expected one of "x", "y".',
  ],
  [
    '  a: {value: 1, when: {}}',
    '4:23: `when` of parameter "a" is empty: expected a parameter and its value.',
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

describe('SweepFileError, of parameters', () => {
  it.each(parameterMistakes)('%j', (lines, message) =>
    expect(complaint(`method: random\nmetric: {name: loss}\nparameters:\n${lines}`)).toBe(message),
  )
})
