import { describe, expect, it } from '@jest/globals'
import { defaultCommand, expandCommand, type CommandContext } from './expand-command.ts'
import { WholeFloat } from './written-configuration.ts'

const context: CommandContext = {
  program: 'train.py',
  interpreter: 'python',
  configuration: { lr: 0.1, bias: true, drop: false, init: null, 'optimizer.name': 'sgd x' },
  tree: { lr: 0.1, optimizer: { name: 'sgd x' } },
  jsonFile: '/trial/parameters.json',
  environment: { DATA: '/data' },
}
const expand = (...command: readonly string[]): readonly string[] => expandCommand(command, context)

describe('expandCommand', () => {
  it('expands the default command as W&B does', () => {
    expect(expandCommand(defaultCommand, context)).toEqual([
      ...['/usr/bin/env', 'python', 'train.py', '--lr=0.1', '--bias=True', '--drop=False', '--init=None'],
      '--optimizer.name=sgd x',
    ])
  })

  it('replaces every macro', () => {
    expect(expand('${args_no_boolean_flags}')).toEqual([
      '--lr=0.1',
      '--bias',
      '--init=None',
      '--optimizer.name=sgd x',
    ])
    expect(expand('${args_no_hyphens}')).toContain('bias=True')
    expect(expand('${args_no_equals}').slice(0, 4)).toEqual(['--lr', '0.1', '--bias', 'True'])
    expect(expand('${args_append_hydra}')[0]).toBe('+lr=0.1')
    expect(expand('${args_override_hydra}')[0]).toBe('++lr=0.1')
    expect(expand('${args_json}')).toEqual(['{"lr":0.1,"optimizer":{"name":"sgd x"}}'])
    expect(expand('${args_json_file}')).toEqual(['/trial/parameters.json'])
    expect(expand('-d', '${envvar:DATA}/x', '--config=${args_json_file}', '$HOME', '{}')).toEqual([
      ...['-d', '/data/x', '--config=/trial/parameters.json', '$HOME', '{}'],
    ])
  })

  it('writes values as in JavaScript for programs in JavaScript', () => {
    for (const program of ['train.js', 'train.mts', 'src/train.cjs']) {
      expect(expandCommand(['${args}'], { ...context, program })).toEqual([
        ...['--lr=0.1', '--bias=true', '--drop=false', '--init=null', '--optimizer.name=sgd x'],
      ])
    }
  })

  it('writes whole floats with a decimal point, for JavaScript too', () => {
    const configuration = { a: new WholeFloat(1), b: 1 }
    const tree = { a: new WholeFloat(1), b: { c: new WholeFloat(2) } }
    for (const program of ['train.py', 'train.js']) {
      expect(
        expandCommand(['${args}', '${args_no_equals}', '${args_json}'], {
          ...context,
          program,
          configuration,
          tree,
        }),
      ).toEqual(['--a=1.0', '--b=1', '--a', '1.0', '--b', '1', '{"a":1.0,"b":{"c":2.0}}'])
    }
  })

  it('does not expand macros within values and variables', () => {
    const tricky = { ...context, configuration: { a: '${program}$&' }, environment: { X: '${args}$&' } }
    expect(expandCommand(['${args}', '${envvar:X}'], tricky)).toEqual(['--a=${program}$&', '${args}$&'])
  })

  it('describes a wrong macro', () => {
    expect(() => expand('${arg}')).toThrow(
      'Macro ${arg} is unknown: expected one of ${env}, ${interpreter}, ${program}, ${args}, ${args_no_boolean_flags}, ' +
        '${args_no_hyphens}, ${args_no_equals}, ${args_append_hydra}, ${args_override_hydra}, ${args_json}, ' +
        '${args_json_file}, ${envvar:NAME}.',
    )
    expect(() => expand('x${args}')).toThrow(
      'Macro ${args} expands to several words: expected it as a separate word, got "x${args}".',
    )
    expect(() => expand('${envvar:NONE}')).toThrow(
      'Environment variable NONE is not set, but the command has ${envvar:NONE}.',
    )
    expect(() => expandCommand(['${program}'], { ...context, program: undefined })).toThrow(
      'Macro ${program} has no value: expected `program`, the program to run.',
    )
  })
})
