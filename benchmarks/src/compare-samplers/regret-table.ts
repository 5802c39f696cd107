import { markdownTable } from '../harness/markdown-table.ts'
import { quantile } from '../harness/spread.ts'
import type { Contestants, SamplerContestant } from './contestants.ts'
import { mannWhitney } from './mann-whitney.ts'
import { problems } from './problems.ts'
import type { Problem } from './problems.ts'

/**
 * Minimizes every problem with every sampler, once for each seed.
 *
 * @returns A Markdown table of the regrets
 */
export async function regretTable(
  { tunekitTpe, optunaTpe, tunekitRandom, optunaRandom }: Contestants,
  seeds: readonly number[],
  trials: number,
): Promise<string> {
  const rows: string[][] = []
  for (const problem of problems) {
    const run = async (contestant: SamplerContestant | undefined): Promise<Result | undefined> => {
      if (!contestant) return undefined
      const regrets: number[] = []
      for (const seed of seeds) regrets.push(await regret(problem, contestant, seed, trials))
      console.error(`${problem.name}, ${contestant.name}: ${format(quantile(regrets, 0.5))}`)
      return { problem: problem.name, sampler: contestant.name, regrets }
    }
    const tpe = { tunekit: await run(tunekitTpe), optuna: await run(optunaTpe) }
    const random = { tunekit: await run(tunekitRandom), optuna: await run(optunaRandom) }
    rows.push(
      ...rowOf(tpe.tunekit, tpe.optuna, random.tunekit),
      ...rowOf(tpe.optuna, undefined, random.optuna),
      ...rowOf(random.tunekit, random.optuna),
      ...rowOf(random.optuna),
    )
  }
  return markdownTable(
    ['problem', 'sampler', '>median', '>quartiles', '>÷ Optuna’s', '>p, differs from it', '>p, beats random'],
    rows,
  )
}

/** The regrets of a sampler on a problem, one for each seed. */
interface Result {
  readonly problem: string
  readonly sampler: string
  readonly regrets: readonly number[]
}

/** Returns the row of a result, compared with Optuna's sampler of the same kind and with random sampling; no row without a result. */
function rowOf(result?: Result, optuna?: Result, random?: Result): string[][] {
  if (!result) return []
  const { problem, sampler, regrets } = result
  const row = [
    problem,
    sampler,
    format(quantile(regrets, 0.5)),
    `${format(quantile(regrets, 0.25))}–${format(quantile(regrets, 0.75))}`,
    optuna ? (quantile(regrets, 0.5) / quantile(optuna.regrets, 0.5)).toFixed(2) : '',
    optuna ? formatProbability(mannWhitney(regrets, optuna.regrets).twoSided) : '',
    random ? formatProbability(mannWhitney(regrets, random.regrets).less) : '',
  ]
  return [row]
}

/** Returns the difference between the best of some trials and the minimum. */
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

function format(value: number): string {
  return value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
}

function formatProbability(value: number): string {
  return value < 0.001 ? value.toExponential(0) : value.toFixed(3)
}
