/* eslint no-restricted-properties: off -- the law gives `Math.random` numbers of a seed. */
import * as tf from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../../../src/index.ts'
import { runProgram, SIZE } from './programs.ts'
import type { Matrix, Oddity, Program } from './programs.ts'
import type { RandomChoices } from './random-choices.ts'

/** A compiled function, or an uncompiled one with the same methods. */
export interface WorldFunction {
  (...inputs: (tf.Tensor | number)[]): unknown
  borrow(inputs: (tf.Tensor | number)[], use: (results: unknown) => void): void
  revalidate(): void
  dispose(): void
}

/** The functions of some programs, all compiled or all uncompiled, and everything that they use. */
export interface World {
  readonly variables: tf.Variable[]
  /** Tensors that functions capture; actions replace them. */
  readonly slots: tf.Tensor[]
  /** JavaScript numbers that functions capture; actions change them. */
  readonly numbers: number[]
  /** All other tensors that are alive. */
  readonly pool: tf.Tensor[]
  readonly functions: readonly WorldFunction[]
  /** How often a function's own code ran. */
  readonly runs: number
  /** Whether {@link throwIfAsked} throws. */
  isToThrow: boolean
  throwIfAsked(): void
  /** Computes a matrix in a way that cannot be replayed. */
  doOddly(oddity: Oddity, a: Matrix): tf.Tensor
  dispose(): void
}

export const VARIABLES = 4
export const SLOTS = 3

/** @param choices Worlds with equal choices are equal */
export function createWorld(
  programs: readonly Program[],
  choices: RandomChoices,
  isCompiled: boolean,
): World {
  const matrix = (): Matrix =>
    tf.tensor2d(Float32Array.from({ length: SIZE * SIZE }, choices.float), [SIZE, SIZE])
  const pool: tf.Tensor[] = Array.from({ length: 4 }, matrix)
  // Some variables share data with a tensor, with each other, or with a reshaped tensor.
  const variables = [pool[0], pool[1], pool[2], pool[2]].map((tensor) => tf.variable(tensor))
  const slots = [tf.clone(variables[0]), matrix(), tf.reshape(variables[2], [SIZE, SIZE])]
  const kept: tf.Tensor[] = []
  let runs = 0
  let count = 0
  let created: tf.Variable | undefined
  const world: World = {
    variables,
    slots,
    pool,
    numbers: [0.5, -0.25],
    functions: [],
    get runs() {
      return runs
    },
    isToThrow: false,
    throwIfAsked() {
      if (this.isToThrow) throw new Error('The program was to throw.')
    },
    doOddly(oddity, a) {
      switch (oddity) {
        case 'count':
          return tf.mul(a, 1 / ++count)
        case 'flip':
          return Math.random() < 0.5 ? tf.relu(a) : tf.neg(a)
        case 'assign':
          variables[1].assign(tf.tanh(tf.add(variables[1], tf.mean(a))))
          return tf.matMul(a, variables[1] as Matrix)
        case 'read':
          return a.dataSync()[0] > 0 ? tf.relu(a) : tf.neg(a)
        case 'stock':
          return tf.atan(a)
        case 'keep':
          kept.push(tf.keep(tf.clone(a)))
          return tf.neg(a)
        case 'create':
          created ??= tf.variable(tf.mul(variables[0], 2))
          return tf.tanh(tf.matMul(a, created as Matrix))
      }
    },
    dispose() {
      for (const { dispose } of this.functions) dispose()
      tf.dispose([...variables, ...slots, ...pool, ...kept])
      created?.dispose()
    },
  }
  const functions: WorldFunction[] = []
  programs.forEach((program, i) => {
    const run = (...inputs: tf.Tensor[]): unknown => {
      runs++
      // Each function may call the previous one.
      const inner = i > 0 && !programs[i - 1].isOdd ? functions[i - 1] : undefined
      return runProgram(program, world, inputs, inner && ((a) => lastOf(inner(...innerInputs(i - 1, a)))))
    }
    functions.push(isCompiled ? compiled(run) : uncompiled(run))
  })
  return Object.assign(world, { functions })

  function innerInputs(i: number, a: Matrix): (tf.Tensor | number)[] {
    return [...Array.from({ length: programs[i].inputs }, () => a), 0.75]
  }
}

function lastOf(results: unknown): Matrix {
  return (results instanceof tf.Tensor ? results : (results as { last: tf.Tensor }).last) as Matrix
}

function compiled(run: (...inputs: tf.Tensor[]) => unknown): WorldFunction {
  return (tf.backend() as SimdBackend).compile(run) as unknown as WorldFunction
}

/** Adds the methods of a compiled function to a function that is not compiled. */
function uncompiled(run: (...inputs: tf.Tensor[]) => unknown): WorldFunction {
  const call = (...inputs: (tf.Tensor | number)[]): tf.TensorContainer =>
    tf.tidy(() => {
      const tensors = inputs.map((input) => (typeof input === 'number' ? tf.scalar(input) : input))
      return run(...tensors) as tf.TensorContainer
    })
  const nothing = (): void => undefined
  return Object.assign(call, {
    borrow(inputs: (tf.Tensor | number)[], use: (results: unknown) => void) {
      const older = tf.scalar(0)
      older.dispose()
      const results = call(...inputs)
      use(results)
      for (const tensor of tf.tensor_util.getTensorsInContainer(results))
        if (tensor.id > older.id) tensor.dispose()
    },
    revalidate: nothing,
    dispose: nothing,
  })
}
