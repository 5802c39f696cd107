import { describe, expect, it } from '@jest/globals'
import { fakeTrial } from '../../test/fake-trial.ts'
import { runCommands, script } from '../../test/run-commands.ts'
import { runObjective } from '../executors/run-objective.ts'
import type { CommandObjectiveOptions } from './command-objective.ts'

const commands = runCommands()

describe('commandObjective, of failures', () => {
  const messageOf = (options: Partial<CommandObjectiveOptions>): Promise<string> =>
    Promise.resolve(commands.objectiveOf(options)(fakeTrial({ folder: commands.folder }))).then(
      () => 'none',
      (error: Error) => error.message,
    )

  it('says what was reported instead of the metric, and how to report it', async () => {
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
  ])('says that the metric was no number: %s', async (json, words) => {
    const message = await messageOf(script(`console.log('{"loss": 1}\\n{"loss": ${json}}')`))
    expect(message).toMatch(`The command ended with a metric "loss" that is ${words}: expected a number.`)
  })

  it('says that the metric is NaN', async () => {
    expect(await messageOf(script(`console.log('{"loss": 1}\\n{"loss": NaN}')`))).toBe(
      'The metric "loss" is NaN in the end, which is neither better nor worse than anything: expected a number. ' +
        'Report Infinity or -Infinity for the worst.',
    )
  })

  it('quotes long last words in part, and names no end of metrics', async () => {
    const long = await messageOf(script('console.error("x".repeat(5000)); process.exit(1)'))
    expect(long).toMatch(/Its last words:\nx{1000}…$/)
    const many =
      'console.log(JSON.stringify(Object.fromEntries(Array.from({ length: 23 }, (_, i) => ["m" + i, i]))))'
    expect(await messageOf(script(many))).toContain('"m18", "m19" and 3 more. Print')
  })

  it('says the code and the last ten lines of stderr', async () => {
    const code =
      'console.log("{\\"loss\\": 1}"); for (let i = 1; i <= 12; i++) console.error("line", i); process.exit(3)'
    const message = await messageOf(script(code))
    expect(message).toMatch(/^The command ended with code 3: .*Its last words:\nline 3\n/s)
    expect(message).toMatch(/\nline 12$/)
  })

  it('falls back on stdout for last words', async () => {
    expect(await messageOf(script('console.log("bad luck"); process.exit(1)'))).toMatch(
      /Its last words:\nbad luck$/,
    )
  })

  it('says the signal that ended the program', async () => {
    expect(await messageOf(script('process.kill(process.pid, "SIGKILL")'))).toMatch(
      /^The command was ended by SIGKILL: .* It said nothing\.$/s,
    )
  })

  it.each([
    ['by SIGKILL', 'process.kill(process.pid, "SIGKILL")', 'crash'],
    ['by SIGKILL, as a shell says it', 'process.exit(137)', 'crash'],
    ['by itself', 'process.exit(3)', 'error'],
  ])('makes of a program that ends %s what it is', async (_, code, kind) => {
    const outcome = await runObjective(() =>
      commands.objectiveOf(script(code))(fakeTrial({ folder: commands.folder })),
    )
    expect(outcome).toMatchObject({ kind, message: expect.stringMatching(/^The command /) })
  })

  it('says that a command cannot be run', async () => {
    expect(await messageOf({ command: ['/no/such/program'] })).toMatch(
      /^Cannot run \/no\/such\/program: .*ENOENT/,
    )
  })
})
