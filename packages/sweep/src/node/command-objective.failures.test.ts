import { describe, expect, it } from '@jest/globals'
import { fakeTrial } from '../../test/fake-trial.ts'
import { runCommands, script } from '../../test/run-commands.ts'
import { runObjective } from '../executors/run-objective.ts'
import type { CommandObjectiveOptions } from './command-objective.ts'

const commands = runCommands()

describe('commandObjective, failing', () => {
  const messageOf = (options: Partial<CommandObjectiveOptions>): Promise<string> =>
    Promise.resolve(commands.objectiveOf(options)(fakeTrial({ folder: commands.folder }))).then(
      () => 'none',
      (error: Error) => error.message,
    )

  it('tells which metrics were reported instead, and how to report this one', async () => {
    expect(await messageOf(script(`console.log('{"acc": 1, "val": {"los": 2}}')`))).toBe(
      'The command ended without the metric "loss": it reported "acc", "val.los". ' +
        'Print lines such as {"epoch": 1, "loss": 0.5} on stdout, or call wandb.log({"epoch": 1, "loss": 0.5}).',
    )
    expect(await messageOf(script(''))).toContain('without the metric "loss": it reported nothing.')
  })

  it.each([
    ['"0.5"', 'the text "0.5"'],
    ['true', 'true'],
    ['null', 'null'],
  ])('tells that the metric was not a number: %s', async (json, words) => {
    const message = await messageOf(script(`console.log('{"loss": 1}\\n{"loss": ${json}}')`))
    expect(message).toMatch(`The command ended with a metric "loss" that is ${words}: expected a number.`)
  })

  it('tells that the metric is NaN', async () => {
    expect(await messageOf(script(`console.log('{"loss": 1}\\n{"loss": NaN}')`))).toBe(
      'The last value of the metric "loss" is NaN, which cannot be compared with other values: expected a number. ' +
        'Report Infinity or -Infinity for the worst value.',
    )
  })

  it('shortens long output, and a long list of metrics', async () => {
    const long = await messageOf(script('console.error("x".repeat(5000)); process.exit(1)'))
    expect(long).toMatch(/Its last output:\nx{1000}…$/)
    const many =
      'console.log(JSON.stringify(Object.fromEntries(Array.from({ length: 23 }, (_, i) => ["m" + i, i]))))'
    expect(await messageOf(script(many))).toContain('"m18", "m19" and 3 more. Print')
  })

  it('tells the exit code and the last ten lines of stderr', async () => {
    const code =
      'console.log("{\\"loss\\": 1}"); for (let i = 1; i <= 12; i++) console.error("line", i); process.exit(3)'
    const message = await messageOf(script(code))
    expect(message).toMatch(/^The command ended with code 3: .*Its last output:\nline 3\n/s)
    expect(message).toMatch(/\nline 12$/)
  })

  it('quotes stdout if stderr is empty', async () => {
    expect(await messageOf(script('console.log("bad luck"); process.exit(1)'))).toMatch(
      /Its last output:\nbad luck$/,
    )
  })

  it('tells the signal that ended the program', async () => {
    expect(await messageOf(script('process.kill(process.pid, "SIGKILL")'))).toMatch(
      /^The command was ended by SIGKILL: .* It printed nothing\.$/s,
    )
  })

  it.each([
    ['by SIGKILL', 'process.kill(process.pid, "SIGKILL")', 'crash'],
    ['by SIGKILL, within a shell', 'process.exit(137)', 'crash'],
    ['by itself', 'process.exit(3)', 'error'],
  ])('classifies a program that ends %s', async (_, code, kind) => {
    const outcome = await runObjective(() =>
      commands.objectiveOf(script(code))(fakeTrial({ folder: commands.folder })),
    )
    expect(outcome).toMatchObject({ kind, message: expect.stringMatching(/^The command /) })
  })

  it('tells that a command cannot be run', async () => {
    expect(await messageOf({ command: ['/no/such/program'] })).toMatch(
      /^Cannot run \/no\/such\/program: .*ENOENT/,
    )
  })
})
