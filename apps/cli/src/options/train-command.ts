import { Command, CommanderError, Option } from 'commander'
import { UsageError } from '../process/usage-error.ts'
import type { TrainOption } from './option-table.ts'
import { optionName } from './train-arguments.ts'
import { trainOptions } from './train-options.ts'
import type { RunOptions, TrainOptions } from './train-options.ts'

/** Creates the command `tunekit train` with all options, but without an action. */
export function trainOptionsCommand(): Command {
  const command = new Command('train').description('Train a LeNet-5 and keep the run in a folder')
  for (const [heading, options] of trainOptions) {
    for (const [name, option] of Object.entries(options)) {
      command.addOption(createOption(name, option).helpGroup(heading))
    }
  }
  return command
}

/**
 * Reads arguments of `tunekit train`, such as `--epochs=1`.
 *
 * @throws {UsageError} If an argument is invalid
 */
export function parseTrainOptions(args: readonly string[]): TrainOptions & RunOptions {
  const command = trainOptionsCommand()
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
  try {
    return command.parse(args, { from: 'user' }).opts<TrainOptions & RunOptions>()
  } catch (error) {
    if (error instanceof CommanderError) throw new UsageError(error.message.replace(/^error: /, ''))
    throw error
  }
}

/** Returns the names of the options that a resumed run may change. */
export function optionsOfResumedRun(): string[] {
  return trainOptions.flatMap(([, options]) =>
    Object.entries(options).flatMap(([name, { mayChange }]) => (mayChange ? [name] : [])),
  )
}

/** Creates the option of a command from an entry of a table. */
export function createOption(name: string, { type, help, isNegated, ...option }: TrainOption): Option {
  const { placeholder, choices, parse } = type
  const flag = optionName(isNegated ? `no-${name}` : name)
  const defaultText = isNegated ? undefined : (option.defaultText ?? option.default)
  const description = defaultText === undefined ? help : `${help} (default: ${String(defaultText)})`
  if (placeholder === undefined) return new Option(flag, description)
  const created = new Option(`${flag} ${placeholder}`, description)
  return choices ? created.choices(choices) : created.argParser(parse)
}
