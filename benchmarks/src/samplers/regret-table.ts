import { markdownTable } from '../markdown-table.ts'
import type { Contestants, SamplerContestant } from './contestants.ts'
import { mannWhitney } from './mann-whitney.ts'
import { problems } from './problems.ts'
import type { Problem } from './problems.ts'

/** Lets everyone minimise every problem, once for each seed, and tabulates how close they came. */
export async function regretTable(
  everyone: Contestants,
  seeds: readonly number[],
  trials: number,
): Promise<string> {
  const rows: string[][] = []
  for (const problem of problems) {
    const run = async (contestant: SamplerContestant | undefined): Promise<number[] | undefined> => {
      if (!contestant) return undefined
      const regrets: number[] = []
      for (const seed of seeds) regrets.push(await regret(problem, contestant, seed, trials))
      console.error(`${problem.name}, ${contestant.name}: ${format(quantile(regrets, 0.5))}`)
      return regrets
    }
    const ours = (await run(everyone.ours))!
    const optuna = await run(everyone.optuna)
    const ourRandom = (await run(everyone.ourRandom))!
    const optunaRandom = await run(everyone.optunaRandom)
    const row = (
      name: string | undefined,
      regrets: readonly number[] | undefined,
      peer: readonly number[] | undefined,
      random?: readonly number[],
    ): void => {
      if (!name || !regrets) return
      rows.push([
        problem.name,
        name,
        format(quantile(regrets, 0.5)),
        `${format(quantile(regrets, 0.25))}–${format(quantile(regrets, 0.75))}`,
        peer ? (quantile(regrets, 0.5) / quantile(peer, 0.5)).toFixed(2) : '',
        peer ? probability(mannWhitney(regrets, peer).twoSided) : '',
        random ? probability(mannWhitney(regrets, random).less) : '',
      ])
    }
    row(everyone.ours.name, ours, optuna, ourRandom)
    row(everyone.optuna?.name, optuna, undefined, optunaRandom)
    row(everyone.ourRandom.name, ourRandom, optunaRandom)
    row(everyone.optunaRandom?.name, optunaRandom, undefined)
  }
  return markdownTable(
    ['problem', 'sampler', '>median', '>quartiles', '>÷ Optuna’s', '>p, differs from it', '>p, beats random'],
    rows,
  )
}

/** How far above the minimum the best of some trials is. */
async function regret(
  problem: Problem,
  contestant: SamplerContestant,
  seed: number,
  trials: number,
): Promise<number> {
  const proposer = await contestant.start({ space: problem.space, seed })
  let best = Infinity
  let value: number | undefined
  for (let trial = 0; trial < trials; trial++) {
    const { point } = await proposer.next(value)
    value = problem.evaluate(point)
    best = Math.min(best, value)
  }
  return best - problem.minimum
}

/** Linear between the values, as numpy does by default. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (position - below) * (sorted[above] - sorted[below])
}

function format(value: number): string {
  return value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
}

function probability(value: number): string {
  return value < 0.001 ? value.toExponential(0) : value.toFixed(3)
}
