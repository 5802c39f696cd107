import * as tf from '@tensorflow/tfjs-core'
import type { MathBackendSimd } from '../../../src/math-backend-simd.ts'
import { SIZE } from './programs.ts'
import type { Matrix, Program } from './programs.ts'
import type { RandomChoices } from './random-choices.ts'
import type { World } from './world.ts'

/** Something that happens to a world. What an action returns must be equal in equal worlds. */
export type Action = (world: World, choices: RandomChoices, programs: readonly Program[]) => unknown

type Inputs = (tf.Tensor | number)[]

/** Calls a function several times in a row, and keeps, disposes, assigns or borrows the results. */
export const call: Action = (world, choices, programs) => {
  const index = choices.integer(programs.length)
  const f = world.functions[index]
  const rows = choices.chance(0.2) ? 1 + choices.integer(12) : choices.pick([SIZE, SIZE, 2, 3])
  const observations: unknown[] = []
  for (let times = 1 + choices.integer(choices.chance(0.3) ? 30 : 8); times > 0; times--) {
    const inputs = chooseInputs(world, programs[index], rows, choices)
    const handling = choices.integer(5)
    if (handling === 0) {
      f.borrow(inputs, (results) => {
        observations.push(observe(results, world, inputs))
        const [last] = tensorsIn(results)
        const variable = choices.pick(world.variables)
        if (isSquare(last) && last !== variable) variable.assign(last as Matrix)
        else world.pool.push(tf.clone(last))
      })
    } else if (handling === 1) {
      tf.tidy(() => void observations.push(observe(f(...inputs), world, inputs)))
    } else {
      const results = f(...inputs)
      observations.push(observe(results, world, inputs))
      const known = [...world.variables, ...world.slots, ...world.pool, ...inputs]
      const created = [...new Set(tensorsIn(results))].filter((tensor) => !known.includes(tensor))
      if (handling === 2) tf.dispose(created)
      else world.pool.push(...created)
      const [last] = created
      if (handling === 3 && isSquare(last)) choices.pick(world.variables).assign(last as Matrix)
    }
  }
  return observations
}

/** Passes results to the next call as inputs, also in another order. */
const feedBack: Action = (world, choices, programs) => {
  const index = choices.integer(programs.length)
  let inputs = chooseInputs(world, programs[index], SIZE, choices)
  const observations: unknown[] = []
  for (let times = 0; times < 6; times++) {
    const results = world.functions[index](...inputs)
    observations.push(observe(results, world, inputs))
    const [last, second = last] = tensorsIn(results).filter(isSquare)
    world.pool.push(...new Set(tensorsIn(results).filter((tensor) => !isKnown(world, inputs, tensor))))
    const next = times % 2 ? [last, second] : [second, last]
    inputs = [...inputs.slice(0, -1).map((_, i) => next[i % 2]), choices.float()]
  }
  return observations
}

const takeGradient: Action = (world, choices, programs) => {
  const index = choices.integer(programs.length)
  const f = world.functions[index]
  const [x] = chooseInputs(world, programs[index], SIZE, choices) as tf.Tensor[]
  let observations: unknown
  tf.tidy(() => {
    const others = Array.from({ length: programs[index].inputs - 1 }, () => tf.ones([SIZE, SIZE]))
    const loss = (z: tf.Tensor): tf.Scalar =>
      tf.add(tf.sum(tensorsIn(f(z, ...others, 0.5))[0]), tf.sum(tf.square(z)))
    try {
      observations = valuesOf(tf.grad(loss)(tf.clone(x)))
    } catch (error) {
      observations = (error as Error).message // some gradients have no gradient
      disposeTape()
    }
  })
  return observations
}

/** Disposes the tensors that tfjs keeps when it cannot take a gradient. */
function disposeTape(): void {
  const { state } = tf.engine()
  tf.dispose(state.activeTape.flatMap(({ saved }) => saved ?? []))
  state.activeTape = null as never
}

const assign: Action = (world, choices) => {
  const variable = choices.pick(world.variables)
  const others = [...world.pool, ...world.slots, ...world.variables].filter((other) => {
    return isSquare(other) && other !== variable // tfjs frees the data of a variable that is assigned to itself
  })
  variable.assign(choices.pick(others) as Matrix)
}

const share: Action = (world, choices) => {
  const source = choices.pick([...world.variables, ...world.pool, ...world.slots])
  world.pool.push(choices.chance(0.5) ? tf.clone(source) : tf.reshape(source, [...source.shape]))
}

const dispose: Action = (world, choices) => {
  for (let times = choices.integer(8); times > 0 && world.pool.length > 3; times--) {
    world.pool.splice(choices.integer(world.pool.length), 1)[0].dispose()
  }
}

/** Changes JavaScript numbers. No tensor shows such a change, so it has to be announced. */
const changeNumbers: Action = (world, choices) => {
  if (choices.chance(0.7)) world.numbers[choices.integer(2)] = choices.float()
  for (const f of world.functions) f.revalidate()
}

const replaceSlot: Action = (world, choices) => {
  const slot = choices.integer(world.slots.length)
  const source = choices.pick([...world.variables, ...world.slots, ...world.pool.filter(isSquare)])
  const old = world.slots[slot]
  world.slots[slot] = choices.chance(0.5) ? tf.clone(source) : tf.mul(source, 0.5)
  if (choices.chance(0.7)) return old.dispose()
  world.pool.push(old)
  for (const f of world.functions) f.revalidate()
}

const freeze: Action = (world, choices) => {
  const variable = world.variables[1 + choices.integer(world.variables.length - 1)]
  variable.trainable = !variable.trainable
}

/** Changes a variable in place, as `@tunekit/optimizers` does. */
const changeInPlace: Action = (world, choices) => {
  const variable = choices.pick(world.variables)
  if ((tf.backend() as MathBackendSimd).data.get(variable.dataId).refCount > 1)
    tf.tidy(() => variable.assign(tf.mul(variable, 1)))
  const known = { operands: [] }
  const tensors = new Map([[known, [variable]]])
  const formulas = [{ operation: 'Multiply', operands: [known, 0.75] }]
  const attributes = { formulas, tensors, parameters: [variable], into: [known] }
  tf.engine().runKernel('TunekitFormulas', {}, attributes as unknown as tf.NamedAttrMap)
}

const useOtherBackend: Action = async (world, choices, programs) => {
  await tf.setBackend('cpu')
  const all = [...world.variables, ...world.slots, ...world.pool]
  tf.tidy(() => {
    for (let times = 0; times < 4; times++) tf.add(choices.pick(all), 1)
  })
  const observations = choices.chance(0.3) ? shapesOf(call(world, choices, programs)) : undefined
  await tf.setBackend('simd')
  return observations
}

const throwInside: Action = (world, choices, programs) => {
  const index = choices.integer(programs.length)
  for (const f of world.functions) f.revalidate()
  const inputs = chooseInputs(world, programs[index], SIZE, choices)
  world.isToThrow = true
  try {
    tf.tidy(() => void world.functions[index](...inputs))
  } catch (error) {
    return (error as Error).message
  } finally {
    world.isToThrow = false
    for (const f of world.functions) f.revalidate()
  }
}

const disposeRecordings: Action = (world, choices) => choices.pick(world.functions).dispose()

/** Overwrites free memory, which no replay may read. */
const fillFreeMemory: Action = () => {
  for (const rows of [1, 2, 3, SIZE, 5, 12]) {
    tf.tidy(() => Array.from({ length: 30 }, () => tf.add(tf.fill([rows, SIZE], 1e9), 1)).length)
  }
}

/** All actions besides `call`; frequent ones are listed more than once. */
export const actions: readonly Action[] = [
  feedBack, feedBack, takeGradient, assign, assign, assign, share, share, dispose, dispose, changeNumbers, changeNumbers,
  replaceSlot, replaceSlot, freeze, changeInPlace, changeInPlace, useOtherBackend, throwInside, disposeRecordings, fillFreeMemory,
  fillFreeMemory,
] // prettier-ignore

export function valuesOf(tensor: tf.Tensor): unknown {
  return [tensor.dtype, tensor.shape, tensor.dataSync().slice()]
}

function chooseInputs(world: World, program: Program, rows: number, choices: RandomChoices): Inputs {
  // The side effects of an odd program would happen twice, or be rejected, if it took gradients of slots.
  const candidates = program.isOdd ? world.pool : [...world.pool, ...world.slots]
  const fitting = candidates.filter(
    ({ shape }) => shape.length === 2 && shape[0] === rows && shape[1] === SIZE,
  )
  const make = (tensor: tf.Tensor): tf.Tensor => {
    world.pool.push(tensor)
    return tensor
  }
  const matrices = Array.from({ length: program.inputs }, () => {
    if (rows === SIZE && choices.chance(0.1)) return choices.pick(world.variables)
    if (fitting.length > 0 && choices.chance(0.4)) return choices.pick(fitting)
    return make(tf.tensor2d(Float32Array.from({ length: rows * SIZE }, choices.float), [rows, SIZE]))
  })
  const value = choices.float()
  return [...matrices, choices.chance(0.5) ? value : make(tf.scalar(value))]
}

/** The values of what a function returned, and for each tensor its index among the known tensors. */
function observe(results: unknown, world: World, inputs: Inputs): unknown {
  if (results instanceof tf.Tensor) {
    const { variables, slots, pool } = world
    const is = [inputs, variables, slots, pool].map((tensors: readonly unknown[]) => tensors.indexOf(results))
    return { is, values: valuesOf(results) }
  }
  if (Array.isArray(results)) return results.map((element) => observe(element, world, inputs))
  if (typeof results !== 'object' || results === null) return results
  return Object.entries(results).map(([key, element]) => [key, observe(element, world, inputs)])
}

/** Leaves out the values, since other backends compute other bits. */
function shapesOf(observations: unknown): unknown {
  return JSON.stringify(observations, (_, value: unknown) => (ArrayBuffer.isView(value) ? 'values' : value))
}

function isKnown({ variables, slots, pool }: World, inputs: Inputs, tensor: tf.Tensor): boolean {
  return [...variables, ...slots, ...pool, ...inputs].includes(tensor)
}

function tensorsIn(results: unknown): tf.Tensor[] {
  return tf.tensor_util.getTensorsInContainer(results as tf.TensorContainer)
}

function isSquare(tensor: tf.Tensor | undefined): boolean {
  return tensor?.shape.length === 2 && tensor.shape[0] === SIZE && tensor.shape[1] === SIZE
}
