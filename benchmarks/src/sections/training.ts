import type { ContestantSpec } from '../harness/contestant.ts'
import { lineUp } from '../contestants/line-up.ts'
import { markdownTable } from '../harness/markdown-table.ts'
import type { SectionOptions } from './section.ts'
import { formatNumber, formatSpread, spreadOf } from '../harness/spread.ts'
import type { Spread } from '../harness/spread.ts'
import { takeTurns } from '../harness/take-turns.ts'
import type { Outcome, Turn } from '../harness/take-turns.ts'

const EPOCH = 60_000
const batchSizes = [32, 128, 512]

interface Row {
  readonly turn: Turn
  readonly batchSize: number
}

/** Measures the time of an epoch of training. */
export async function training({ plan, onHello, onProgress }: SectionOptions): Promise<string> {
  const { rounds, seconds, warmUp } = plan.training
  const { eager, compiled, pytorch, jaxJs, tfjsCpu } = await lineUp()
  const row = (contestant: ContestantSpec, batchSize: number): Row => ({
    batchSize,
    turn: {
      contestant,
      warmUp: { task: 'train', batchSize, seconds: warmUp },
      request: { task: 'train', batchSize, seconds },
    },
  })
  const rows = batchSizes.flatMap((batchSize) => [
    ...[...eager, ...compiled, ...pytorch].map((contestant) => row(contestant, batchSize)),
    ...(batchSize === 32 ? [row(jaxJs, batchSize), fewSteps(row(tfjsCpu, batchSize))] : []),
  ])
  const outcomes = await takeTurns(
    rows.map(({ turn }) => turn),
    { rounds, onHello, onProgress },
  )
  const epochs = outcomes.map(secondsPerEpoch)
  const isPytorch = (row: Row): boolean => pytorch.includes(row.turn.contestant)
  const table = markdownTable(
    ['>batch', 'contestant', '>threads', '>seconds per epoch', '>spread', ">÷ PyTorch's best"],
    rows.map(({ batchSize, turn: { contestant } }, index) => {
      const epoch = epochs[index]
      const heading = [batchSize, contestant.name, contestant.threads]
      if (epoch instanceof Error) return [...heading, '–', epoch.message, '–']
      const peers = epochs.filter((_, peer) => isPytorch(rows[peer]) && rows[peer].batchSize === batchSize)
      return [...heading, formatNumber(epoch.median), formatSpread(epoch), ratio(epoch, peers)]
    }),
  )
  return `${caption(rounds, seconds)}\n\n${table}`
}

function caption(rounds: number, seconds: number): string {
  return (
    `Extrapolated from slices of ${seconds} s, median of ${rounds} rounds; tfjs cpu: from two steps. A step takes a shuffled ` +
    'batch, runs forward and backward, updates 44,426 parameters by AdaBelief (jax-js, PyTorch: Adam) with L2, and reads ' +
    'the loss.'
  )
}

/** Limits a contestant with steps of more than a second to three steps in total. */
function fewSteps(row: Row): Row {
  const step = { task: 'train', batchSize: row.batchSize, seconds: 0 }
  return { ...row, turn: { ...row.turn, warmUp: step, request: step, rounds: 2 } }
}

function secondsPerEpoch(outcome: Outcome): Spread | Error {
  if (outcome instanceof Error) return outcome
  return spreadOf(outcome.map(({ amount, seconds }) => (EPOCH * seconds) / amount))
}

function ratio({ median }: Spread, peers: readonly (Spread | Error)[]): string {
  const best = Math.min(...peers.map((peer) => (peer instanceof Error ? Infinity : peer.median)))
  return best === Infinity ? '–' : formatNumber(median / best)
}
