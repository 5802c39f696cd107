import { beforeAll, describe, expect, it } from '@jest/globals'
import {
  customGrad,
  dispose,
  memory,
  mul,
  square,
  sub,
  sum,
  tensor1d,
  tidy,
  variable,
  zeros,
} from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { expectNoLeaks } from '../../test/no-leaks.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { adaBelief } from '../rules/ada-belief.ts'
import { adam } from '../rules/adam.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from './to-optimizer.ts'
import { decoupledWeightDecay } from '../transforms/decoupled-weight-decay.ts'
import { l2 } from '../transforms/l2.ts'
import type { NamedTensor } from './variable-state.ts'

beforeAll(useCpuBackend)

expectNoLeaks()

/** Σ x², with a gradient of its own: tfjs-core alone has none in Node. */
const sumOfSquares = customGrad((x) => ({
  value: sum(square(x as Tensor)),
  gradFunc: (dy: Tensor) => mul(dy, mul(x as Tensor, 2)),
})) as (x: Tensor) => Scalar

describe('toOptimizer', () => {
  it('rejects a transform alone', () => {
    expect(() => toOptimizer(l2(0.1))).toThrow(
      new RangeError(
        '"l2" is not an optimizer: expected a rule that computes an update, got a transform of the gradient. ' +
          'Put the transform in a chain with a rule.',
      ),
    )
  })
})

describe('minimize', () => {
  it('updates all trainable variables and returns the loss', () => {
    const x = vector([3], 'x')
    const fixed = tidy(() => variable(tensor1d([4]), false, 'fixed'))
    const optimizer = toOptimizer(sgd({ learningRate: 0.25 }))
    const cost = optimizer.minimize(() => sumOfSquares(x), true)!
    expect(cost.dataSync()[0]).toBe(9)
    expect([...x.dataSync()]).toEqual([1.5])
    expect([...fixed.dataSync()]).toEqual([4])
    dispose([cost, x, fixed])
    optimizer.dispose()
  })

  it('updates only the variables of varList', () => {
    const x = vector([3], 'x')
    const y = vector([2], 'y')
    const optimizer = toOptimizer(adam({ learningRate: 0.5 }))
    optimizer.minimize(() => sumOfSquares(y), false, [y])
    expect([...x.dataSync()]).toEqual([3])
    expect(y.dataSync()[0]).toBeCloseTo(1.5, 6)
    dispose([x, y])
    optimizer.dispose()
  })

  it('keeps its state when called inside tidy', () => {
    const x = vector([3], 'x')
    const optimizer = toOptimizer(adam({ learningRate: 0.5 }))
    for (let step = 0; step < 2; step++) tidy(() => void optimizer.minimize(() => sumOfSquares(x)))
    const gradient = ([position]: number[]) => [2 * position]
    expect([...x.dataSync()]).toEqual(run(adam({ learningRate: 0.5 }), [3], [gradient, gradient])[1])
    x.dispose()
    optimizer.dispose()
  })
})

describe('applyGradients', () => {
  it('accepts gradients by name and as a list', () => {
    const x = vector([1], 'x')
    const optimizer = toOptimizer(sgd({ learningRate: 1 }))
    tidy(() => optimizer.applyGradients({ x: tensor1d([0.5]) }))
    tidy(() => optimizer.applyGradients([{ name: 'x', tensor: tensor1d([0.25]) }]))
    expect([...x.dataSync()]).toEqual([0.25])
    expect(optimizer.iterations).toBe(2)
    x.dispose()
    optimizer.dispose()
  })

  it('skips null gradients', () => {
    const x = vector([1], 'x')
    const optimizer = toOptimizer(adam())
    optimizer.applyGradients([{ name: 'x', tensor: null as unknown as Tensor }])
    optimizer.applyGradients({ x: undefined as unknown as Tensor })
    expect([...x.dataSync()]).toEqual([1])
    x.dispose()
    optimizer.dispose()
  })

  it('names a gradient without a variable, and updates nothing', () => {
    const x = vector([1], 'x')
    const optimizer = toOptimizer(sgd())
    expect(() => applyStep(optimizer, { x: [1], w: [1] })).toThrow(
      new RangeError(
        'Gradient "w" has no variable: expected the name of an existing tf.Variable. Was the variable disposed?',
      ),
    )
    expect([...x.dataSync()]).toEqual([1])
    x.dispose()
    optimizer.dispose()
  })

  it('names a gradient of the wrong shape', () => {
    const x = vector([1, 2], 'x')
    const optimizer = toOptimizer(sgd())
    expect(() => applyStep(optimizer, { x: [1] })).toThrow(
      new RangeError('Gradient of "x" has the wrong shape: expected [2], got [1].'),
    )
    x.dispose()
    optimizer.dispose()
  })

  it('does not use the state of a disposed variable for another variable of the same name', () => {
    const optimizer = toOptimizer(adam())
    const old = vector([1, 2], 'x')
    applyStep(optimizer, { x: [1, 1] })
    old.dispose()
    const x = vector([1, 2, 3], 'x')
    expect(() => applyStep(optimizer, { x: [1, 1, 1] })).toThrow(
      'Optimizer state does not fit "x" and rule "adam": expected m[3] v[3], got m[2] v[2].',
    )
    x.dispose()
    optimizer.dispose()
  })

  it('corrects the bias of a variable that was added late from its own first step', () => {
    const x = vector([1], 'x')
    const late = vector([1], 'late')
    const optimizer = toOptimizer(adam({ learningRate: 0.5, epsilon: 0 }))
    for (let step = 0; step < 20; step++) applyStep(optimizer, { x: [1] })
    applyStep(optimizer, { x: [1], late: [1] })
    expect(late.dataSync()[0]).toBeCloseTo(0.5, 6)
    dispose([x, late])
    optimizer.dispose()
  })

  it('lets a rule return its state unchanged, or the gradient as its state', () => {
    const previousGradient = elementwise({
      name: 'previousGradient',
      slots: ['previous', 'unused'],
      step: (gradient, { previous, unused }) => ({ update: previous, state: { previous: gradient, unused } }),
    })
    expect(run(previousGradient, [0], [[1], [2], [4]])).toEqual([[0], [1], [3]])
  })
})

describe('learningRate', () => {
  it('starts with the learning rate of the rule, and every link follows it', () => {
    const x = vector([1], 'x')
    const optimizer = toOptimizer(chain(sgd({ learningRate: 0.5 }), decoupledWeightDecay(0.5)))
    expect(optimizer.learningRate).toBe(0.5)
    optimizer.learningRate = 0.25
    applyStep(optimizer, { x: [2] })
    expect([...x.dataSync()]).toEqual([1 - 0.25 * 2 - 0.25 * 0.5])
    x.dispose()
    optimizer.dispose()
  })

  it('is 1 for a rule without one', () => {
    const plain = elementwise({
      name: 'plain',
      slots: [],
      step: (gradient, state, { learningRate }) => ({ update: gradient.mul(-learningRate), state }),
    })
    expect(toOptimizer(plain).learningRate).toBe(1)
    expect(run(plain, [3], [[1]])).toEqual([[2]])
  })

  it('is checked', () => {
    const optimizer = toOptimizer(sgd())
    expect(() => (optimizer.learningRate = -1)).toThrow(
      new RangeError('`learningRate` must be a non-negative number, got -1.'),
    )
    expect(() => (optimizer.learningRate = NaN)).toThrow(RangeError)
  })
})

describe('getWeights', () => {
  it('names the state by variable and slot, in the order of first updates', async () => {
    const b = vector([1, 2], 'layer/b')
    const a = vector([1], 'a')
    const optimizer = toOptimizer(adam())
    applyStep(optimizer, { 'layer/b': [1, 1] })
    applyStep(optimizer, { a: [1], 'layer/b': [1, 1] })
    const weights = await optimizer.getWeights()
    expect(weights.map(({ name }) => name)).toEqual([
      'iter',
      'layer/b/iter',
      'layer/b/m',
      'layer/b/v',
      'a/iter',
      'a/m',
      'a/v',
    ])
    const numbers = weights.filter(({ name }) => name.endsWith('iter')).map(({ tensor }) => tensor)
    expect(numbers.map((tensor) => [tensor.dtype, tensor.dataSync()[0]])).toEqual([
      ['int32', 2],
      ['int32', 2],
      ['int32', 1],
    ])
    dispose([a, b])
    optimizer.dispose()
  })

  it('adds a tensor for each count, no matter how often it is called', async () => {
    const x = vector([1], 'x')
    const optimizer = toOptimizer(adam())
    applyStep(optimizer, { x: [1] })
    const before = memory().numTensors
    for (let call = 0; call < 3; call++) await optimizer.getWeights()
    expect(memory().numTensors).toBe(before + 2)
    x.dispose()
    optimizer.dispose()
  })
})

describe('setWeights', () => {
  /** Takes two steps of Adam on variables `a` of two elements and `b` of three. Returns their state, and a third step. */
  async function twoSteps(): Promise<{ weights: NamedTensor[]; third: number[][] }> {
    const a = vector([1, 2], 'a')
    const b = vector([3, 4, 5], 'b')
    const optimizer = toOptimizer(adam({ learningRate: 0.1 }))
    applyStep(optimizer, { a: [1, -1], b: [2, 0, 1] })
    applyStep(optimizer, { a: [3, -1], b: [1, 1, 1] })
    const weights = (await optimizer.getWeights()).map(({ name, tensor }) => ({
      name,
      tensor: tensor.clone(),
    }))
    tidy(() => {
      a.assign(zeros([2]))
      b.assign(zeros([3]))
    })
    applyStep(optimizer, { a: [1, 1], b: [1, 1, 1] })
    const third = [[...a.dataSync()], [...b.dataSync()]]
    dispose([a, b])
    optimizer.dispose()
    return { weights, third }
  }
  const free = (weights: NamedTensor[]) => dispose(weights.map(({ tensor }) => tensor))

  it('finds variables by name, whatever the order of weights and of gradients', async () => {
    const { weights, third } = await twoSteps()
    const b = vector([0, 0, 0], 'b')
    const a = vector([0, 0], 'a')
    const optimizer = toOptimizer(adam({ learningRate: 0.1 }))
    const restoring = optimizer.setWeights(weights.toReversed())
    free(weights)
    await restoring
    applyStep(optimizer, { b: [1, 1, 1], a: [1, 1] })
    expect([[...a.dataSync()], [...b.dataSync()]]).toEqual(third)
    expect(optimizer.iterations).toBe(3)
    dispose([a, b])
    optimizer.dispose()
  })

  it('matches by position if the variables have other names', async () => {
    const { weights, third } = await twoSteps()
    // tfjs would rename a second `a` to `a_1`. Here one of the new names is also an old name.
    const a = vector([0, 0], 'b')
    const b = vector([0, 0, 0], 'b_1')
    const optimizer = toOptimizer(adam({ learningRate: 0.1 }))
    await optimizer.setWeights(weights)
    free(weights)
    optimizer.applyGradients([])
    applyStep(optimizer, { b: [1, 1], b_1: [1, 1, 1] })
    expect([[...a.dataSync()], [...b.dataSync()]]).toEqual(third)
    expect((await optimizer.getWeights()).map(({ name }) => name)).toContain('b_1/m')
    dispose([a, b])
    optimizer.dispose()
  })

  it('keeps the state of variables that are frozen at first', async () => {
    const { weights, third } = await twoSteps()
    const a = vector([0, 0], 'a')
    const b = vector([0, 0, 0], 'b')
    const optimizer = toOptimizer(adam({ learningRate: 0.1 }))
    await optimizer.setWeights(weights)
    free(weights)
    applyStep(optimizer, { b: [1, 1, 1] })
    applyStep(optimizer, { a: [1, 1] })
    expect([[...a.dataSync()], [...b.dataSync()]]).toEqual(third)
    dispose([a, b])
    optimizer.dispose()
  })

  it('starts variables that were added from zero', async () => {
    const { weights, third } = await twoSteps()
    const a = vector([0, 0], 'a')
    const b = vector([0, 0, 0], 'b')
    const c = vector([0], 'c')
    const optimizer = toOptimizer(adam({ learningRate: 0.1 }))
    await optimizer.setWeights(weights)
    free(weights)
    applyStep(optimizer, { c: [1], a: [1, 1], b: [1, 1, 1] })
    expect([[...a.dataSync()], [...b.dataSync()]]).toEqual(third)
    expect(c.dataSync()[0]).toBeCloseTo(-0.1, 6)
    dispose([a, b, c])
    optimizer.dispose()
  })

  it('saves the restored weights until the first step', async () => {
    const { weights } = await twoSteps()
    const optimizer = toOptimizer(adam())
    await optimizer.setWeights(weights)
    const read = (entries: NamedTensor[]) => entries.map(({ name, tensor }) => [name, [...tensor.dataSync()]])
    expect(read(await optimizer.getWeights())).toEqual(read(weights))
    free(weights)
    optimizer.dispose()
  })

  it('restores an optimizer that has made no step', async () => {
    const x = vector([1], 'x')
    const optimizer = toOptimizer(sgd({ learningRate: 1 }))
    await optimizer.setWeights(await optimizer.getWeights())
    applyStep(optimizer, { x: [1] })
    expect([...x.dataSync()]).toEqual([0])
    x.dispose()
    optimizer.dispose()
  })

  it('rejects the weights of another rule', async () => {
    const { weights } = await twoSteps()
    const optimizer = toOptimizer(adaBelief())
    const a = vector([1, 2], 'a')
    await optimizer.setWeights(weights)
    expect(() => applyStep(optimizer, { a: [1, 1] })).toThrow(
      new RangeError(
        'Optimizer state does not fit "a" and rule "adaBelief": expected m[2] s[2], got m[2] v[2].',
      ),
    )
    expect([...a.dataSync()]).toEqual([1, 2])
    a.dispose()
    optimizer.dispose()
    await expect(optimizer.setWeights(weights.slice(1))).rejects.toThrow(
      'Optimizer weights lack "iter": expected the result of getWeights(), got a/iter, a/m, a/v, b/iter, b/m, b/v.',
    )
    await expect(optimizer.setWeights([])).rejects.toThrow('Optimizer weights lack "iter"')
    const withoutCount = weights.filter(({ name }) => name !== 'b/iter')
    await expect(optimizer.setWeights(withoutCount)).rejects.toThrow('Optimizer weights lack "b/iter"')
    free(weights)
  })

  it('rejects state of other variables before it updates any', async () => {
    const { weights, third } = await twoSteps()
    const x = vector([0, 0], 'x')
    const y = vector([0, 0], 'y')
    const z = vector([0, 0, 0], 'z')
    const optimizer = toOptimizer(adam({ learningRate: 0.1 }))
    await optimizer.setWeights(weights)
    free(weights)
    expect(() => applyStep(optimizer, { x: [1, 1] })).toThrow(
      new RangeError(
        'Optimizer state matches the variables neither by name nor by count: expected x, got state of a, b. ' +
          "Update all of the model's variables in the first step.",
      ),
    )
    expect(() => applyStep(optimizer, { x: [1, 1], y: [1, 1] })).toThrow(
      'Optimizer state does not fit "y" and rule "adam": expected m[2] v[2], got m[3] v[3].',
    )
    expect([...x.dataSync()]).toEqual([0, 0])

    applyStep(optimizer, { x: [1, 1], z: [1, 1, 1] })
    expect([[...x.dataSync()], [...z.dataSync()]]).toEqual(third)
    dispose([x, y, z])
    optimizer.dispose()
  })
})

describe('dispose', () => {
  it('frees the state, and the optimizer can start again', () => {
    const x = vector([1], 'x')
    const optimizer = toOptimizer(adam({ learningRate: 0.5 }))
    const before = memory().numTensors
    applyStep(optimizer, { x: [1] })
    optimizer.dispose()
    optimizer.dispose()
    expect(memory().numTensors).toBe(before)
    tidy(() => x.assign(sub(x, x)))
    applyStep(optimizer, { x: [1] })
    expect(x.dataSync()[0]).toBeCloseTo(-0.5, 6)
    expect(optimizer.iterations).toBe(1)
    x.dispose()
    optimizer.dispose()
  })
})
