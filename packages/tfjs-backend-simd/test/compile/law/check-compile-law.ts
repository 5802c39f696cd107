import * as tf from '@tensorflow/tfjs-core'
import { actions, call, valuesOf } from './actions.ts'
import { randomProgram } from './programs.ts'
import { randomChoices } from './random-choices.ts'
import { createWorld, SLOTS, VARIABLES } from './world.ts'
import type { World } from './world.ts'

/* eslint no-restricted-properties: off -- the check replaces `Math.random` by a seeded generator. */

/** How much was checked. */
export interface LawReport {
  readonly actions: number
  /** The number of calls of compiled functions that ran none of the function's own code. */
  readonly replays: number
}

/**
 * Checks that compiled functions give the same bits as uncompiled ones, whatever happens between calls. Two equal worlds of
 * random programs, variables and tensors, one with compiled functions, go through the same random actions.
 *
 * @throws {Error} If the worlds differ in what an action returns, in the number of tensors, or in the values of a tensor
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
    const outcomes: unknown[] = []
    for (const [w, world] of worlds.entries()) {
      const before = tf.memory().numTensors
      const outcome = await withRandom(tosses[w].float, () =>
        attempt(() => action(world, randomChoices(actionSeed), programs)),
      )
      outcomes.push({ outcome, tensors: tf.memory().numTensors - before })
    }
    requireEqual(seed, names, outcomes)
    if (i % 5 === 4 || i === count - 1) requireEqual(seed, names, worlds.map(tensorsOf))
  }
  for (const world of worlds) world.dispose()
  requireEqual(seed, names, [tensorsBefore, tf.memory().numTensors])
  const [plain, compiled] = worlds
  return { actions: count, replays: plain.runs - compiled.runs }
}

/** The values of all tensors of a world. */
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

/** Replaces `Math.random` during an action. */
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

/** Describes the first difference between two values, down to the bits of numbers; undefined if there is none. */
function firstDifference(expected: unknown, got: unknown): string | undefined {
  if (Object.is(expected, got)) return undefined
  const isObject =
    typeof expected === 'object' && typeof got === 'object' && expected !== null && got !== null
  if (!isObject) return `expected ${String(expected)}, got ${String(got)}`
  const [keys, gotKeys] = [Object.keys(expected), Object.keys(got)]
  if (keys.join() !== gotKeys.join()) return `expected the keys ${keys.join()}, got ${gotKeys.join()}`
  for (const key of keys) {
    const difference = firstDifference(expected[key as never], got[key as never])
    if (difference) return `${key}: ${difference}`
  }
  return undefined
}
