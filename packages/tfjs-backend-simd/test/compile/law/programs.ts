import * as tf from '@tensorflow/tfjs-core'
import type { RandomChoices } from './random-choices.ts'
import type { World } from './world.ts'

export type Matrix = tf.Tensor2D

/** The number of columns of every matrix, and of rows of every captured matrix. */
export const SIZE = 4

/** A 4 × 4 variable or tensor that a program captures. */
type Reference = { readonly variable: number } | { readonly slot: number }

/** A step, which computes a new n × 4 matrix from earlier ones or disposes one. */
type Step =
  | { readonly kind: 'combine'; readonly operation: string; readonly a: number; readonly b: number }
  | { readonly kind: 'capture'; readonly operation: string; readonly a: number; readonly by: Reference }
  | { readonly kind: 'drift'; readonly a: number; readonly by: Reference; readonly from: Reference }
  | { readonly kind: 'number'; readonly a: number; readonly number: number }
  | { readonly kind: 'scalar' | 'call' | Oddity; readonly a: number }
  | { readonly kind: 'dispose'; readonly a: number }

/** A step that cannot be replayed. */
export type Oddity = 'count' | 'flip' | 'assign' | 'read' | 'stock' | 'keep' | 'create'

const oddities: readonly Oddity[] = ['count', 'flip', 'assign', 'read', 'stock', 'keep', 'create']

/** A random function of tensors. */
export interface Program {
  /** The number of matrices among the inputs; a scalar follows them. */
  readonly inputs: number
  readonly steps: readonly Step[]
  /** What the program returns besides the last matrix. */
  readonly extras: readonly Extra[]
  /** Whether a step is an {@link Oddity}. */
  readonly isOdd: boolean
}

type Extra =
  | {
      readonly kind: 'matrix' | 'input' | 'clone of input' | 'number' | 'constant' | 'nothing'
      readonly at: number
    }
  | { readonly kind: 'older' | 'alias' | 'view'; readonly of: Reference }

/** Operations on matrices that the program computed. */
const combinations: Readonly<Record<string, (a: Matrix, b: Matrix) => tf.Tensor>> = {
  add: (a, b) => tf.tanh(tf.add(a, b)),
  multiply: (a, b) => tf.mul(a, b),
  relu: (a) => tf.relu(a),
  softmax: (a) => tf.softmax(a),
  shifted: (a) => tf.add(a, tf.tensor1d([0.1, 0.2, 0.3, 0.4])),
  centered: (a) => tf.sub(a, tf.mean(a, 1, true)),
  clone: (a) => tf.clone(a),
  view: (a) => tf.reshape(a, [...a.shape]),
  larger: (a, b) => tf.maximum(a, b),
}

/** Operations on a computed and a captured matrix. */
const captures: Readonly<Record<string, (a: Matrix, by: Matrix, world: World) => tf.Tensor>> = {
  matMul: (a, by) => tf.tanh(tf.matMul(a, by)),
  rowSums: (a, by) => tf.tanh(tf.add(a, tf.sum(by, 0))),
  clone: (a, by) => tf.matMul(a, tf.clone(by)),
  view: (a, by) => tf.add(a, tf.slice(tf.reshape(by, [SIZE * SIZE]), [3], [SIZE])),
  gradient: (a, by) => tf.tanh(tf.grad((z) => tf.sum(tf.square(tf.matMul(z as Matrix, by))))(a)),
  gradientOfBoth: (a, by) => {
    const loss = (z: tf.Tensor, w: tf.Tensor): tf.Scalar =>
      tf.sum(tf.square(tf.matMul(z as Matrix, w as Matrix)))
    const [dz, dw] = tf.grads(loss)([a, by])
    return tf.tanh(tf.matMul(dz as Matrix, dw as Matrix))
  },
  gradientOfTrainable: (a, by, { variables }) => {
    const loss = (): tf.Scalar => {
      return tf.sum(tf.square(tf.add(tf.matMul(a, variables[0] as Matrix), tf.matMul(a, by)))) as tf.Scalar
    }
    const { grads } = tf.variableGrads(
      loss,
      variables.filter(({ trainable }) => trainable),
    )
    const all = Object.values(grads).filter((gradient) => gradient !== null)
    return tf.tanh(tf.matMul(a, all.reduce((sum, gradient) => tf.add(sum, gradient)) as Matrix))
  },
}

/** @param variables, slots How many of them there are to capture */
export function randomProgram(choices: RandomChoices, variables: number, slots: number): Program {
  const reference = (): Reference =>
    choices.chance(0.6) ? { variable: choices.integer(variables) } : { slot: choices.integer(slots) }
  const isOdd = choices.chance(0.2)
  const steps = Array.from({ length: 1 + choices.integer(10) }, (): Step => {
    const a = choices.integer(1000)
    const draw = choices.integer(20)
    if (draw < 7)
      return {
        kind: 'combine',
        operation: choices.pick(Object.keys(combinations)),
        a,
        b: choices.integer(1000),
      }
    if (draw < 12)
      return { kind: 'capture', operation: choices.pick(Object.keys(captures)), a, by: reference() }
    if (draw < 14) return { kind: 'drift', a, by: reference(), from: reference() }
    if (draw < 16) return { kind: 'number', a, number: choices.integer(2) }
    return { kind: choices.pick(['scalar', 'dispose', 'scalar', 'call'] as const), a }
  })
  const oddity: Step = { kind: choices.pick(oddities), a: choices.integer(1000) }
  if (isOdd) steps.splice(choices.integer(steps.length + 1), 0, oddity)
  const extras = Array.from({ length: choices.integer(4) }, (): Extra => {
    const kind = choices.pick(['matrix', 'input', 'clone of input', 'number', 'constant', 'nothing'] as const)
    if (choices.chance(0.6)) return { kind, at: choices.integer(1000) }
    return { kind: choices.pick(['older', 'alias', 'view'] as const), of: reference() }
  })
  return { inputs: 1 + choices.integer(3), steps, extras, isOdd }
}

/** Runs a program on the tensors of a world; `inner` is another function that it may call. */
export function runProgram(
  { steps, extras }: Program,
  world: World,
  inputs: readonly tf.Tensor[],
  inner: ((a: Matrix) => Matrix) | undefined,
): unknown {
  const { variables, slots } = world
  const captured = (reference: Reference): Matrix =>
    ('variable' in reference ? variables[reference.variable] : slots[reference.slot]) as Matrix
  const scalar = inputs.at(-1)!
  const matrices = inputs.slice(0, -1) as Matrix[]
  const first = matrices.length
  for (const step of steps) {
    world.throwIfAsked()
    const a = matrices[step.a % matrices.length]
    if (step.kind === 'dispose') {
      if (matrices.length > first + 1)
        matrices.splice(first + (step.a % (matrices.length - first)), 1)[0].dispose()
      continue
    }
    matrices.push(compute(step, a) as Matrix)
  }
  world.throwIfAsked()
  const extra = extras.map(extraOf)
  const last = tf.tanh(matrices.at(-1)!)
  return extras.length === 0 ? last : { last, extras: extra, again: [last] }

  function compute(step: Exclude<Step, { kind: 'dispose' }>, a: Matrix): tf.Tensor {
    switch (step.kind) {
      case 'combine':
        return combinations[step.operation](a, matrices[step.b % matrices.length])
      case 'capture':
        return captures[step.operation](a, captured(step.by), world)
      case 'drift':
        return tf.tanh(tf.matMul(a, tf.sub(captured(step.by), captured(step.from))))
      case 'number':
        return tf.mul(a, world.numbers[step.number])
      case 'scalar':
        return tf.mul(a, scalar)
      case 'call':
        return inner ? inner(a) : tf.relu(a)
      default:
        return world.doOddly(step.kind, a)
    }
  }

  function extraOf(extra: Extra): unknown {
    switch (extra.kind) {
      case 'matrix':
        return { matrix: matrices[extra.at % matrices.length] }
      case 'input':
        return inputs[extra.at % inputs.length]
      case 'clone of input':
        return [tf.clone(inputs[extra.at % inputs.length])]
      case 'number':
        return world.numbers[extra.at % 2]
      case 'constant':
        return tf.tensor1d([1, 2, extra.at])
      case 'nothing':
        return [null, undefined, 'text']
      case 'older':
        return captured(extra.of)
      case 'alias':
        return tf.clone(captured(extra.of))
      case 'view':
        return tf.reshape(captured(extra.of), [2, 8])
    }
  }
}
