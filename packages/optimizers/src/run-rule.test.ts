import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import {
  add,
  copyRegisteredKernels,
  dispose,
  engine,
  mul,
  registerBackend,
  setBackend,
  sign,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { useCpuBackend } from '../test/cpu-backend.ts'
import { registerFakeKernels } from '../test/fake-kernels.ts'
import { rules } from '../test/rules.ts'
import { applyStep, run, vector } from '../test/run.ts'
import { chain } from './chain.ts'
import type { Rule } from './rule.ts'
import { adaBelief } from './rules/ada-belief.ts'
import { adam } from './rules/adam.ts'
import { sgd } from './rules/sgd.ts'
import { toOptimizer } from './to-optimizer.ts'
import { decoupledWeightDecay } from './transforms/decoupled-weight-decay.ts'
import { l2 } from './transforms/l2.ts'

beforeAll(useCpuBackend)

describe('runRule', () => {
  const cleanups: (() => void)[] = []
  afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()))

  /** The calls of one step, without the last one, which applies the updates. */
  const used: Readonly<Record<string, readonly string[]>> = {
    sgd: ['TunekitSgd'],
    'sgd with momentum': ['TunekitSgd'],
    'sgd with Nesterov momentum': ['TunekitSgd'],
    adam: ['TunekitAdam'],
    adamW: ['TunekitAdam', 'TunekitL2'],
    'adamW of Flux 0.12.4': ['TunekitAdam', 'TunekitL2'],
    nadam: ['TunekitNadam'],
    'nadam of Flux 0.12.4': ['TunekitNadam'],
    adaBelief: ['TunekitAdaBelief'],
    'adaBelief of Flux 0.12.4': ['TunekitAdaBelief'],
    'chain(l2, adaBelief, decoupledWeightDecay)': ['TunekitL2', 'TunekitAdaBelief', 'TunekitL2'],
  }

  it.each(Object.entries(rules))('gives the same bits by kernel and by ops: %s', (name, rule) => {
    const numbers = fc.array(fc.float({ min: -10, max: 10, noNaN: true }), { minLength: 8, maxLength: 8 })
    const [initial, ...gradients] = fc.sample(numbers, { seed: 11, numRuns: 51 })
    const byOps = run(rule, initial, gradients)

    const calls = useFakeKernels()
    expect(run(rule, initial, gradients)).toEqual(byOps)
    expect(calls).toEqual(gradients.flatMap(() => [...used[name], 'TunekitApply']))
  })

  it.each(Object.entries(rules))('calls a kernel once for all parameters: %s', (name, rule) => {
    const byOps = runThree(rule)
    const calls = useFakeKernels()
    expect(runThree(rule)).toEqual(byOps)
    expect(calls).toEqual(steps.flatMap(() => [...used[name], 'TunekitApply']))
  })

  it('steps three variables by a chain of two links in three kernel calls', () => {
    useFakeKernels()
    const variables = ['a', 'b', 'c'].map((name) => vector([1, 2], name))
    const optimizer = toOptimizer(chain(l2(0.1), adaBelief()))
    applyStep(optimizer, { a: [1, 1], b: [1, 1], c: [1, 1] })
    const runKernel = jest.spyOn(engine(), 'runKernel')
    cleanups.push(() => runKernel.mockRestore())
    applyStep(optimizer, { a: [2, 2], b: [2, 2], c: [2, 2] })
    expect(runKernel.mock.calls.map(([kernel]) => kernel)).toEqual([
      'TunekitL2',
      'TunekitAdaBelief',
      'TunekitApply',
    ])
    optimizer.dispose()
    dispose(variables)
  })

  it('runs links without a kernel by ops, between those that have one', () => {
    const rule = chain(l2(0.5), signum, decoupledWeightDecay(0.25))
    const byOps = runThree(rule)
    const calls = useFakeKernels()
    expect(runThree(rule)).toEqual(byOps)
    expect(calls).toEqual(steps.flatMap(() => ['TunekitL2', 'TunekitL2', 'TunekitApply']))
  })

  it('runs a chain inside a chain link by link', () => {
    const rule = chain(chain(l2(0.5)), chain(adam(), chain(decoupledWeightDecay(0.25))))
    const byOps = runThree(rule)
    const calls = useFakeKernels()
    expect(runThree(rule)).toEqual(byOps)
    expect(calls).toEqual(steps.flatMap(() => ['TunekitL2', 'TunekitAdam', 'TunekitL2', 'TunekitApply']))
  })

  it('prefers the kernel of a whole chain to its links', () => {
    const plain = sgd({ learningRate: 1 })
    const rule: Rule = {
      ...chain(plain, decoupledWeightDecay(0)),
      kernel: (context) => plain.kernel!(context),
    }
    const calls = useFakeKernels()
    expect(run(rule, [1], [[0.5]])).toEqual([[0.5]])
    expect(calls).toEqual(['TunekitSgd', 'TunekitApply'])
  })

  it('runs a rule by ops whose parameters need different kernels', () => {
    const plain = sgd({ learningRate: 1 })
    const undecided: Rule = {
      ...plain,
      kernel: (context) =>
        context.parameter.size === 2 ? plain.kernel!(context) : { name: 'Other', attrs: {} },
    }
    const byOps = runThree(undecided)
    const calls = useFakeKernels()
    expect(runThree(undecided)).toEqual(byOps)
    // Only the second step is one of `a` alone.
    expect(calls).toEqual(['TunekitApply', 'TunekitSgd', 'TunekitApply', 'TunekitApply', 'TunekitApply'])
  })

  it('applies in place the accumulator that a rule gives as its update', () => {
    const calls = useFakeKernels()
    const previousGradient: Rule<'previous'> = {
      name: 'previousGradient',
      slots: ['previous'],
      step: (gradient, { previous }) => ({ update: previous, state: { previous: gradient } }),
    }
    const rule = chain(l2(0), previousGradient, decoupledWeightDecay(0))
    expect(run(previousGradient, [0], [[1], [2], [4]])).toEqual([[0], [1], [3]])
    expect(run(rule, [0], [[1], [2], [4]])).toEqual([[0], [1], [3]])
    expect(calls).toContain('TunekitApply')
  })

  it('takes two steps with a variable that is named twice', () => {
    const rule = chain(l2(0.5), adam())
    const gradients = [[2], [-1]]
    const [, second] = run(rule, [1], gradients)
    const calls = useFakeKernels()
    const x = vector([1], 'x')
    const optimizer = toOptimizer(rule)
    tidy(() => optimizer.applyGradients(gradients.map((values) => ({ name: 'x', tensor: tensor1d(values) }))))
    expect([...x.dataSync()]).toEqual(second)
    expect(calls).toHaveLength(6)
    optimizer.dispose()
    x.dispose()
  })

  it('looks for the kernel on the active backend', async () => {
    registerBackend('other', () => new MathBackendCPU())
    copyRegisteredKernels('cpu', 'other')
    const calls = useFakeKernels('other')
    const gradients = [[2], [-1]]

    const onCpu = run(adam(), [1], gradients)
    expect(calls).toEqual([])
    await setBackend('other')
    const onOther = run(adam(), [1], gradients)
    await setBackend('cpu')
    expect(calls).toEqual(['TunekitAdam', 'TunekitApply', 'TunekitAdam', 'TunekitApply'])
    expect(onOther).toEqual(onCpu)
  })

  it('leaves a clone of a variable, and of its state, as it was', async () => {
    useFakeKernels()
    const parameter = vector([1, 2])
    const optimizer = toOptimizer(sgd({ learningRate: 1, momentum: 0.5 }))
    applyStep(optimizer, { [parameter.name]: [1, 1] })
    const snapshot = parameter.clone()
    const momentum = (await optimizer.getWeights())[2].tensor.clone()
    applyStep(optimizer, { [parameter.name]: [1, 1] })
    expect([...snapshot.dataSync()]).toEqual([0, 1])
    expect([...momentum.dataSync()]).toEqual([1, 1])
    expect([...parameter.dataSync()]).toEqual([-1.5, -0.5])
    optimizer.dispose()
    dispose([parameter, snapshot, momentum])
  })

  /** Registers the kernels until the test ends; returns the list of their calls. */
  function useFakeKernels(backendName = 'cpu'): string[] {
    const { calls, unregister } = registerFakeKernels(backendName)
    cleanups.push(unregister)
    return calls
  }
})

/** Gradients of three variables: `b` is frozen at the second step, `c` joins at the third. */
const steps: readonly Readonly<Record<string, readonly number[]>>[] = [
  { a: [1, -2], b: [0.5, 3, -1] },
  { a: [-0.5, 1] },
  { c: [4], a: [0.25, 2], b: [-1, 0.5, 2] },
  { b: [3, 1, -2], c: [-1], a: [1, 1] },
]

/** Where three variables are at last. */
function runThree(rule: Rule): number[][] {
  const variables = [vector([1, 2], 'a'), vector([3, 4, 5], 'b'), vector([6], 'c')]
  const optimizer = toOptimizer(rule)
  for (const gradients of steps) applyStep(optimizer, gradients)
  const values = variables.map((variable) => [...variable.dataSync()])
  optimizer.dispose()
  dispose(variables)
  return values
}

const signum: Rule<'m'> = {
  name: 'signum',
  slots: ['m'],
  learningRate: 0.1,
  step(gradient, { m: old }, { learningRate }) {
    const m = add(mul(old, 0.5), mul(gradient, 0.5))
    return { update: mul(sign(m), -learningRate), state: { m } }
  },
}
