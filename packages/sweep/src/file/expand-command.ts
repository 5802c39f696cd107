import { writeJson } from './written-configuration.ts'
import type { NestedValues, WrittenConfiguration, WrittenValue } from './written-configuration.ts'

/** The values of macros. */
export interface CommandContext {
  readonly program?: string
  /** The command that runs the program. */
  readonly interpreter: string
  readonly configuration: WrittenConfiguration
  /** The configuration with nested parameters as objects. */
  readonly tree: NestedValues
  /** Path of a file that holds the tree as JSON. */
  readonly jsonFile: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** W&B's default command. */
export const defaultCommand: readonly string[] = ['${env}', '${interpreter}', '${program}', '${args}']

/**
 * Replaces the macros of a command, as W&B's agent does:
 *
 *     ${env}                     /usr/bin/env
 *     ${interpreter}             the interpreter of the program
 *     ${program}                 the program
 *     ${args}                    --lr=0.1 --bias=True
 *     ${args_no_boolean_flags}   --lr=0.1 --bias; without --bias if it is false
 *     ${args_no_hyphens}         lr=0.1 bias=True
 *     ${args_no_equals}          --lr 0.1 --bias True
 *     ${args_append_hydra}       +lr=0.1 +bias=True
 *     ${args_override_hydra}     ++lr=0.1 ++bias=True
 *     ${args_json}               {"lr":0.1,"bias":true}
 *     ${args_json_file}          path of a file that holds the JSON
 *     ${envvar:X}                the environment variable X, also within a word
 *
 * Booleans and null are written as in Python (True, False, None), except for a program in JavaScript or TypeScript.
 *
 * Source: wandb 0.30, wandb/sdk/launch/sweeps/utils.py. Differs from it: a parameter within another is a flag of its own,
 * `--optimizer.lr=0.1` (W&B: `--optimizer={'lr': 0.1}`); `${env}` has no special case for Windows; an unknown macro or
 * variable is an error instead of being left out.
 *
 * @throws {RangeError} If a macro is unknown or has no value
 */
export function expandCommand(command: readonly string[], context: CommandContext): readonly string[] {
  return command.flatMap((word) => {
    checkWord(word, context)
    const whole = word.match(/^\$\{(\w+)\}$/)?.[1]
    if (whole !== undefined) return macros[whole](context)
    return [
      word.replace(macro, (_, isVariable: string | undefined, name: string) =>
        isVariable ? context.environment[name]! : macros[name](context).join(''),
      ),
    ]
  })
}

/**
 * Checks that the macros of a word can be replaced for any parameters.
 *
 * @param context `environment`: the variables that the command may use; `undefined` skips the check of variables
 * @throws {RangeError} If a macro is unknown or has no value
 */
export function checkWord(
  word: string,
  { program, environment }: Partial<Pick<CommandContext, 'program' | 'environment'>>,
): void {
  for (const [written, isVariable, name] of word.matchAll(macro)) {
    if (isVariable) {
      if (environment === undefined || environment[name] !== undefined) continue
      throw new RangeError(`Environment variable ${name} is not set, but the command has ${written}.`)
    }
    if (!Object.hasOwn(macros, name)) {
      const known = Object.keys(macros).map((each) => `\${${each}}`)
      throw new RangeError(
        `Macro ${written} is unknown: expected one of ${known.join(', ')}, \${envvar:NAME}.`,
      )
    }
    if (name === 'program' && program === undefined) {
      throw new RangeError('Macro ${program} has no value: expected `program`, the program to run.')
    }
    if (written !== word && severalWords.includes(name)) {
      throw new RangeError(
        `Macro ${written} expands to several words: expected it as a separate word, got "${word}".`,
      )
    }
  }
}

const macro = /\$\{(envvar:)?([^}]*)\}/g

const severalWords = [
  ...['args', 'args_no_boolean_flags', 'args_no_hyphens', 'args_no_equals'],
  ...['args_append_hydra', 'args_override_hydra'],
]

const macros: Readonly<Record<string, (context: CommandContext) => readonly string[]>> = {
  env: () => ['/usr/bin/env'],
  interpreter: ({ interpreter }) => [interpreter],
  program: ({ program }) => [program!],
  args: (context) => flags(context, (name, value) => [`--${name}=${value}`]),
  args_no_boolean_flags: (context) =>
    flags(context, (name, text, value) => {
      if (typeof value !== 'boolean') return [`--${name}=${text}`]
      return value ? [`--${name}`] : []
    }),
  args_no_hyphens: (context) => flags(context, (name, value) => [`${name}=${value}`]),
  args_no_equals: (context) => flags(context, (name, value) => [`--${name}`, value]),
  args_append_hydra: (context) => flags(context, (name, value) => [`+${name}=${value}`]),
  args_override_hydra: (context) => flags(context, (name, value) => [`++${name}=${value}`]),
  args_json: ({ tree }) => [writeJson(tree)],
  args_json_file: ({ jsonFile }) => [jsonFile],
}

/** Writes each parameter as a flag, one or more words. */
function flags(
  { configuration, program }: CommandContext,
  flag: (name: string, text: string, value: WrittenValue) => readonly string[],
): readonly string[] {
  const write = program !== undefined && isScript(program) ? String : writePython
  return Object.entries(configuration).flatMap(([name, value]) => flag(name, write(value), value))
}

function writePython(value: WrittenValue): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return String(value)
}

/** Whether a program is JavaScript or TypeScript, which Node runs. */
export function isScript(program: string): boolean {
  return /\.[cm]?[jt]s$/i.test(program)
}
