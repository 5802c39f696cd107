import { startContestant } from './contestant.ts'
import type { Contestant, ContestantSpec } from './contestant.ts'
import { spreadOf } from './spread.ts'
import type { Spread } from './spread.ts'
import type { Hello, Slice } from './protocol.ts'

/** One row of a table: a request that a contestant answers once in every round. */
export interface Turn {
  readonly contestant: ContestantSpec
  /** The request that is sent once, before anything is measured. */
  readonly warmUp: object
  /** The request that is sent in every round. */
  readonly request: object
  /** The number of rounds in which the turn takes part, from the first round. Default: all rounds. */
  readonly rounds?: number
}

/** The result of a turn: one slice for each round, or the error of the contestant. */
export type Outcome = readonly Slice[] | Error

/** The number of rounds, and the callbacks of {@link takeTurns}. */
export interface TurnOptions {
  readonly rounds: number
  /** Called with the greeting of every contestant that starts. */
  readonly onHello: (hello: Hello) => void
  /** Called with a line about the progress. */
  readonly onProgress: (text: string) => void
}

/**
 * Lets contestants work in turn, round after round, so that disturbances of the machine affect all of them. Each contestant has
 * its own process, which is idle while another contestant works.
 *
 * @returns The outcomes, in the order of the turns. A contestant that fails takes no further turns.
 */
export async function takeTurns(turns: readonly Turn[], options: TurnOptions): Promise<Outcome[]> {
  const { rounds, onHello, onProgress } = options
  const contestants = new Map<ContestantSpec, Contestant | Error>()
  const slices = turns.map((): Slice[] => [])
  const failures = new Map<Turn, Error>()

  async function take(turn: Turn, request: object): Promise<Slice | undefined> {
    const contestant = contestants.get(turn.contestant) as Contestant | Error
    try {
      if (contestant instanceof Error) throw contestant
      return await contestant.ask<Slice>(request)
    } catch (error) {
      contestants.set(turn.contestant, error as Error)
      failures.set(turn, error as Error)
      await close(contestant)
      return undefined
    }
  }

  try {
    for (const spec of new Set(turns.map(({ contestant }) => contestant))) {
      onProgress(`starting ${spec.name}, threads: ${spec.threads}`)
      const contestant = await startContestant(spec).catch((error: Error) => error)
      contestants.set(spec, contestant)
      if (!(contestant instanceof Error)) onHello(contestant.hello)
    }
    onProgress('warming up')
    for (const turn of turns) await take(turn, turn.warmUp)
    for (let round = 1; round <= rounds; round++) {
      onProgress(`round ${round} of ${rounds}`)
      for (const [index, turn] of turns.entries()) {
        if (failures.has(turn) || round > (turn.rounds ?? rounds)) continue
        const slice = await take(turn, turn.request)
        if (slice) slices[index].push(slice)
      }
    }
  } finally {
    for (const contestant of contestants.values()) await close(contestant)
  }
  return turns.map((turn, index) => failures.get(turn) ?? slices[index])
}

/**
 * Returns the microseconds that one unit of work took.
 *
 * @throws {Error} The error of the contestant, if the outcome is one
 */
export function microsecondsPerUnit(outcome: Outcome): Spread {
  if (outcome instanceof Error) throw outcome
  return spreadOf(outcome.map(({ amount, seconds }) => (1e6 * seconds) / amount))
}

async function close(contestant: Contestant | Error): Promise<void> {
  if (!(contestant instanceof Error)) await contestant.close()
}
