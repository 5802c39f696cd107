import { startContestant } from './contestant.ts'
import type { Contestant, ContestantSpec, Hello } from './contestant.ts'
import type { Slice } from './slice.ts'

/** One row of a table: something that a contestant is to do again and again. */
export interface Turn {
  readonly contestant: ContestantSpec
  /** To be sent once, before anything is measured. */
  readonly warmUp: object
  /** To be sent in every round. */
  readonly request: object
  /** Takes part in the first so many rounds. Default all. */
  readonly rounds?: number
}

/** What came of a turn: one slice for each round, or the reason why there is none. */
export type Outcome = readonly Slice[] | Error

/** Who measures, and whom to tell. */
export interface TurnOptions {
  readonly rounds: number
  readonly onHello: (hello: Hello) => void
  readonly say: (text: string) => void
}

/**
 * Lets contestants work in turn, round after round, so that whatever else the machine does in the meantime hits all of
 * them alike. Each has a process of its own, which sleeps while another works.
 *
 * @returns The outcomes, in the order of the turns. A contestant that fails takes no further part.
 */
export async function takeTurns(turns: readonly Turn[], options: TurnOptions): Promise<Outcome[]> {
  const { rounds, onHello, say } = options
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
      say(`starting ${spec.name}, threads: ${spec.threads}`)
      const contestant = await startContestant(spec).catch((error: Error) => error)
      contestants.set(spec, contestant)
      if (!(contestant instanceof Error)) onHello(contestant.hello)
    }
    say('warming up')
    for (const turn of turns) await take(turn, turn.warmUp)
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round} of ${rounds}`)
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

async function close(contestant: Contestant | Error): Promise<void> {
  if (!(contestant instanceof Error)) await contestant.close()
}
