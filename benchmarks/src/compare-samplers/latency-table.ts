import type { Configuration, Parameter, Space } from '@tunekit/sweep'
import { markdownTable } from '../harness/markdown-table.ts'
import { spreadOf } from '../harness/spread.ts'
import type { Contestants, SamplerContestant } from './contestants.ts'

const number: Parameter = { kind: 'float', low: -5, high: 10, log: false }
const rate: Parameter = { kind: 'float', low: 1e-5, high: 1, log: true }
const units: Parameter = { kind: 'int', low: 1, high: 1000, log: false, step: 1 }
const layers: Parameter = { kind: 'int', low: 1, high: 256, log: true, step: 1 }
const choice: Parameter = { kind: 'categorical', choices: [1, 2, 3] }

const spaces: Readonly<Record<string, Space>> = {
  '10 floats': spaceOf(Array.from({ length: 10 }, () => number)),
  '3 floats, 2 log floats, 2 integers, 1 log integer, 2 choices': spaceOf([
    number,
    number,
    number,
    rate,
    rate,
    units,
    units,
    layers,
    choice,
    choice,
  ]),
}

const trials = 1000
const warmUp = 20
const rounds = 41

/**
 * Measures how long the TPE samplers of tunekit and Optuna take to record a value and propose the next point after 1,000 trials.
 * The samplers take turns, so that disturbances of the machine affect both.
 *
 * @returns A Markdown table
 */
export async function latencyTable({ tunekitTpe, optunaTpe, tunekitRandom }: Contestants): Promise<string> {
  const contestants = optunaTpe ? [tunekitTpe, optunaTpe] : [tunekitTpe]
  const rows: string[][] = []
  for (const [name, space] of Object.entries(spaces)) {
    const seconds = await takeTurns(space, contestants, await randomPoints(space, tunekitRandom))
    for (const [index, { name: sampler }] of contestants.entries()) {
      const { median, min, max } = spreadOf(seconds[index].map((value) => 1000 * value))
      rows.push([name, sampler, median.toFixed(2), `${min.toFixed(2)}–${max.toFixed(2)}`])
    }
  }
  return markdownTable(['space', 'sampler', '>ms, median', '>spread'], rows)
}

async function takeTurns(
  space: Space,
  contestants: readonly SamplerContestant[],
  points: readonly Configuration[],
): Promise<number[][]> {
  const start = { space, seed: 1, points, values: points.map(sumOfSquares) }
  const proposers = await Promise.all(contestants.map((contestant) => contestant.start(start)))
  const values: (number | undefined)[] = proposers.map(() => undefined)
  const seconds: number[][] = proposers.map(() => [])
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const [index, proposer] of proposers.entries()) {
      const next = await proposer.next(values[index])
      values[index] = sumOfSquares(next.point)
      if (round >= warmUp) seconds[index].push(next.seconds)
    }
  }
  return seconds
}

async function randomPoints(space: Space, random: SamplerContestant): Promise<Configuration[]> {
  const proposer = await random.start({ space, seed: 2 })
  const points: Configuration[] = []
  while (points.length < trials - warmUp - rounds) points.push((await proposer.next(0)).point)
  return points
}

function sumOfSquares(point: Configuration): number {
  return Object.values(point).reduce<number>((sum, value) => sum + Number(value) ** 2, 0)
}

function spaceOf(parameters: readonly Parameter[]): Space {
  return Object.fromEntries(parameters.map((parameter, index) => [`x${index}`, parameter]))
}
