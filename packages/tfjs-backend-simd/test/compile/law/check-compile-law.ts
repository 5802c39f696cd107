import * as tf from '@tensorflow/tfjs-core'
import { actions, call, valuesOf } from './actions.ts'
import { randomProgram } from './programs.ts'
import { randomChoices } from './random-choices.ts'
import { createWorld, SLOTS, VARIABLES } from './world.ts'
import type { World } from './world.ts'

/* eslint no-restricted-properties: off -- `Math.random` is given numbers of a seed. */

/** How much a check has checked. */
export interface LawReport {
  readonly actions: number
  /** Calls whose results compiled functions gave without running the functions' own code. */
  readonly replays: number
}

/**
 * Checks that compiled functions give the bits that they give uncompiled, whatever is done in between: two equal worlds
 * of random programs, variables and tensors, one with its functions compiled, go through the same random actions.
 *
 * @throws {Error} At a difference in what an action returns, in the number of tensors, or in the values of any tensor
 *   that is still there
 */
export async function checkCompileLaw(seed: number): Promise<LawReport> {
  const choices = randomChoices(seed)
  const programs = Array.from({ length: 3 }, () => randomProgram(choices, VARIABLES, SLOTS))
  const start = choices.integer(2 ** 32)
  const tensorsBefore = tf.memory().numTensors
  const worlds = [false, true].map((isCompiled) => createWorld(programs, randomChoices(start), isCompiled))
  const tosses = [seed, seed].map(randomChoices)
  const names: string[] = []
  const count = 20 + choices.integer(30)
  for (let i = 0; i < count; i++) {
    const action = choices.chance(0.6) ? call : choices.pick(actions)
    const actionSeed = choices.integer(2 ** 32)
    names.push(action.name || 'call')
    const seen: unknown[] = []
    for (const [w, world] of worlds.entries()) {
      const before = tf.memory().numTensors
      const outcome = await withRandom(tosses[w].float, () =>
        attempt(() => action(world, randomChoices(actionSeed), programs)),
      )
      seen.push({ outcome, tensors: tf.memory().numTensors - before })
    }
    requireEqual(seed, names, seen)
    if (i % 5 === 4 || i === count - 1) requireEqual(seed, names, worlds.map(tensorsOf))
  }
  for (const world of worlds) world.dispose()
  requireEqual(seed, names, [tensorsBefore, tf.memory().numTensors])
  const [plain, compiled] = worlds
  return { actions: count, replays: plain.runs - compiled.runs }
}

/** The values of all tensors that there are. */
function tensorsOf({ variables, slots, pool }: World): unknown {
  return [variables, slots, pool].map((tensors: readonly tf.Tensor[]) => tensors.map(valuesOf))
}

async function attempt(act: () => unknown): Promise<unknown> {
  try {
    return await act()
  } catch (error) {
    return (error as Error).message
  }
}

/** Has `Math.random` give these numbers meanwhile. */
async function withRandom<Value>(next: () => number, act: () => Promise<Value>): Promise<Value> {
  const { random } = Math
  Math.random = () => (next() + 1) / 2
  try {
    return await act()
  } finally {
    Math.random = random
  }
}

function requireEqual(seed: number, names: readonly string[], [expected, got]: readonly unknown[]): void {
  const difference = firstDifference(expected, got)
  if (difference) throw new Error(`Seed ${seed}, after ${names.join(', ')}: ${difference}.`)
}

/** Where two values differ, down to the bits of numbers. */
function firstDifference(expected: unknown, got: unknown): string | undefined {
  if (Object.is(expected, got)) return undefined
  const isObject =
    typeof expected === 'object' && typeof got === 'object' && expected !== null && got !== null
  if (!isObject) return `expected ${String(expected)}, got ${String(got)}`
  const [keys, others] = [Object.keys(expected), Object.keys(got)]
  if (keys.join() !== others.join()) return `expected the keys ${keys.join()}, got ${others.join()}`
  for (const key of keys) {
    const difference = firstDifference(expected[key as never], got[key as never])
    if (difference) return `${key}: ${difference}`
  }
  return undefined
}
