import { Command, CommanderError } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { dataCommand } from './commands/data.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { reportCommand } from './commands/report.ts'
import { reproduceCommand } from './commands/reproduce.ts'
import { sweepCommand } from './commands/sweep.ts'
import { trainCommand } from './commands/train.ts'
import { Interruption } from './process/interruption.ts'
import { say, surviveClosedOutput } from './process/print.ts'
import { UsageError } from './process/usage-error.ts'

surviveClosedOutput()

const program = new Command('tunekit')
  .description('Train and tune small convolutional networks on a plain CPU, repeatable bit for bit')
  .version(packageJson.version)
  .option('--debug', 'print the stack trace of an error')
  .addCommand(trainCommand())
  .addCommand(evaluateCommand())
  .addCommand(dataCommand())
  .addCommand(sweepCommand())
  .addCommand(reproduceCommand())
  .addCommand(reportCommand())
  .addHelpText(
    'after',
    `
Example:
  tunekit train --epochs 1

Exit codes: 0 success, 1 failure, 2 bad usage; 129, 130 and 143 stopped by a
signal.`,
  )

for (const command of [program, ...program.commands]) command.exitOverride()

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
  printError(error)
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UsageError) return 2
  return error instanceof Interruption ? error.exitCode : 1
}

/** Prints an error, unless it is commander's, which prints it itself, or an interruption, which the command has reported. */
function printError(error: unknown): void {
  if (error instanceof CommanderError || error instanceof Interruption) return
  if (program.opts<{ debug?: boolean }>().debug) console.error(error)
  else say(error instanceof Error ? error.message : String(error))
}
