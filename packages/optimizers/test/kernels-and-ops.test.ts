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
} from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { useCpuBackend } from './cpu-backend.ts'
import { registerFakeKernels } from './fake-kernels.ts'
import { rules } from './rules.ts'
import { applyStep, run, vector } from './run.ts'
import { chain } from '../src/kinds/chain.ts'
import { collective } from '../src/kinds/collective.ts'
import { elementwise } from '../src/kinds/elementwise.ts'
import { tensorwise } from '../src/kinds/tensorwise.ts'
import type { Rule } from '../src/engine/rule.ts'
import { adaBelief } from '../src/rules/ada-belief.ts'
import { adam } from '../src/rules/adam.ts'
import { sgd } from '../src/rules/sgd.ts'
import { toOptimizer } from '../src/engine/to-optimizer.ts'
import { decoupledWeightDecay } from '../src/transforms/decoupled-weight-decay.ts'
import { l2 } from '../src/transforms/l2.ts'

beforeAll(useCpuBackend)

describe('a step with a kernel and with ops', () => {
  const cleanups: (() => void)[] = []
  afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()))

  it.each(Object.entries(rules))('has the same bits with kernels and with ops: %s', (_, rule) => {
    const numbers = fc.array(fc.float({ min: -10, max: 10, noNaN: true }), { minLength: 8, maxLength: 8 })
    const [initial, ...gradients] = fc.sample(numbers, { seed: 11, numRuns: 51 })
    const byOps = run(rule, initial, gradients)

    const calls = useFakeKernels()
    expect(run(rule, initial, gradients)).toEqual(byOps)
    expect(calls.length).toBeGreaterThanOrEqual(gradients.length)
  })

  it.each(Object.entries(rules))('gives the same bits for several parameters: %s', (_, rule) => {
    const byOps = runThree(rule)
    useFakeKernels()
    expect(runThree(rule)).toEqual(byOps)
  })

  it('steps three variables by a chain of two links in one kernel call', () => {
    useFakeKernels()
    const variables = ['a', 'b', 'c'].map((name) => vector([1, 2], name))
    const optimizer = toOptimizer(chain(l2(0.1), adaBelief()))
    applyStep(optimizer, { a: [1, 1], b: [1, 1], c: [1, 1] })
    const runKernel = jest.spyOn(engine(), 'runKernel')
    cleanups.push(() => runKernel.mockRestore())
    applyStep(optimizer, { a: [2, 2], b: [2, 2], c: [2, 2] })
    expect(runKernel.mock.calls.map(([kernel]) => kernel)).toEqual(['TunekitFormulas'])
    optimizer.dispose()
    dispose(variables)
  })

  it('runs a link of tfjs ops between formulas', () => {
    const rule = chain(l2(0.5), signum, decoupledWeightDecay(0.25))
    const byOps = runThree(rule)
    const calls = useFakeKernels()
    expect(runThree(rule)).toEqual(byOps)
    expect(calls.length).toBeGreaterThan(steps.length)
  })

  it('runs a chain inside a chain', () => {
    const nested = runThree(chain(chain(l2(0.5)), chain(adam(), chain(decoupledWeightDecay(0.25)))))
    expect(nested).toEqual(runThree(chain(l2(0.5), adam(), decoupledWeightDecay(0.25))))
  })

  it('passes to the step the sums over one parameter and over all parameters', () => {
    // g / (2 Σ g), where the first sum is over all parameters: the update of the second step of `a` alone is −½ g / Σ g
    const byShare = collective({
      name: 'byShare',
      slots: [],
      sums: (gradient) => ({ gradient }),
      step: (gradient, state, { sums, totals }) => ({
        update: gradient.div(sums.gradient.add(totals.gradient)),
        state,
      }),
    })
    const rule = chain(byShare, decoupledWeightDecay(0))
    const expected = [
      { a: [1, 1], b: [1] },
      { a: [1 + 1 / 6, 1 + 1 / 6], b: [1 + 2 / 6] },
    ]
    const path = (): unknown => {
      const variables = { a: vector([1, 1], 'a'), b: vector([1], 'b') }
      const optimizer = toOptimizer(rule)
      applyStep(optimizer, { a: [1, 1], b: [2] })
      const values = { a: [...variables.a.dataSync()], b: [...variables.b.dataSync()] }
      optimizer.dispose()
      dispose(variables)
      return values
    }
    const rounded = { a: expected[1].a.map(Math.fround), b: [Math.fround(1 + 2 / 6)] }
    expect(path()).toEqual(rounded)
    const calls = useFakeKernels()
    expect(path()).toEqual(rounded)
    expect(calls).toEqual(['TunekitSums', 'TunekitFormulas'])
  })

  it('keeps shared numbers once for all parameters, and rounds them to float32', async () => {
    const counting = collective({
      name: 'counting',
      slots: [],
      shared: { count: 0.1 },
      share: ({ count }) => ({ count: count + 1 }),
      step: (gradient, state, { shared }) => ({ update: gradient.mul(shared.count), state }),
    })
    const [a, b] = [vector([0], 'a'), vector([0], 'b')]
    const first = toOptimizer(counting)
    applyStep(first, { a: [1], b: [1] })
    const second = toOptimizer(counting)
    await second.setWeights(await first.getWeights())
    applyStep(second, { b: [1], a: [1] })
    const [one, two] = [Math.fround(1.1), Math.fround(Math.fround(1.1) + 1)]
    expect([...a.dataSync(), ...b.dataSync()]).toEqual(Array(2).fill(Math.fround(one + two)))
    expect((await second.getWeights())[1].name).toBe('/count')
    dispose([a, b])
    first.dispose()
    second.dispose()
  })

  it('does not change shared numbers where a later link throws', async () => {
    const counting = collective({
      name: 'counting',
      slots: [],
      shared: { count: 0 },
      share: ({ count }) => ({ count: count + 1 }),
      step: (gradient, state, { shared }) => ({ update: gradient.mul(shared.count), state }),
    })
    const failing = elementwise({
      name: 'failing',
      slots: [],
      transforms: 'update',
      step: (update, state, { step }) => {
        if (step === 1) throw new RangeError('No second step.')
        return { update, state }
      },
    })
    const x = vector([0], 'x')
    const optimizer = toOptimizer(chain(counting, failing))
    applyStep(optimizer, { x: [1] })
    expect(() => applyStep(optimizer, { x: [1] })).toThrow('No second step.')
    const weights = (await optimizer.getWeights()).map(({ name, tensor }) => [name, tensor.dataSync()[0]])
    expect(weights).toEqual([
      ['iter', 1],
      ['/0.count', 1],
      ['x/iter', 1],
    ])
    expect([...x.dataSync()]).toEqual([1])
    x.dispose()
    optimizer.dispose()
  })

  it('stops if a link returns no update, and counts the next step as the first', () => {
    const everySecond = elementwise({
      name: 'everySecond',
      slots: [],
      transforms: 'gradient',
      step: (gradient, state, { step }) => ({ update: step % 2 === 0 ? undefined : gradient, state }),
    })
    const gradients = [[9], [1], [9], [2]]
    const path = run(chain(everySecond, adam()), [1], gradients)
    const [first, second] = run(adam(), [1], [[1], [2]])
    expect(path).toEqual([[1], first, first, second])
  })

  it('applies in place an accumulator that a rule returns as its update', () => {
    useFakeKernels()
    const previousGradient = elementwise({
      name: 'previousGradient',
      slots: ['previous'],
      step: (gradient, { previous }) => ({ update: previous, state: { previous: gradient } }),
    })
    const rule = chain(l2(0), previousGradient, decoupledWeightDecay(0))
    expect(run(previousGradient, [0], [[1], [2], [4]])).toEqual([[0], [1], [3]])
    expect(run(rule, [0], [[1], [2], [4]])).toEqual([[0], [1], [3]])
  })

  it('chooses between numbers, and between elements', () => {
    const clamp = collective({
      name: 'clamp',
      slots: [],
      sums: (gradient) => ({ gradient }),
      step: (gradient, state, { sums }) => {
        const large = gradient.whereGreater(1, 10, gradient.mul(2))
        const either = large.whereGreater(gradient, large, -1)
        return { update: sums.gradient.whereGreater(0, 0, either), state }
      },
    })
    const byOps = run(
      clamp,
      [0, 0, 0],
      [
        [0.5, 2, -3],
        [1, 2, 3],
      ],
    )
    expect(byOps).toEqual(Array(2).fill([1, 10, -1]))
    useFakeKernels()
    expect(run(clamp, [0, 0, 0], [[0.5, 2, -3]])).toEqual(byOps.slice(1))
  })

  it('lets slots change places', () => {
    const swap = elementwise({
      name: 'swap',
      slots: ['a', 'b'],
      step: (gradient, { a, b }) => ({ update: a.mul(1), state: { a: b, b: gradient.add(a) } }),
    })
    const byOps = run(swap, [0], [[1], [2], [4], [8]])
    expect(byOps).toEqual([[0], [0], [1], [3]])
    useFakeKernels()
    expect(run(swap, [0], [[1], [2], [4], [8]])).toEqual(byOps)
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
    expect(calls).toEqual(['TunekitFormulas', 'TunekitFormulas'])
    expect(onOther).toEqual(onCpu)
  })

  it('does not change clones of a variable and of its state', async () => {
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

/** The final values of three variables. */
function runThree(rule: Rule): number[][] {
  const variables = [vector([1, 2], 'a'), vector([3, 4, 5], 'b'), vector([6], 'c')]
  const optimizer = toOptimizer(rule)
  for (const gradients of steps) applyStep(optimizer, gradients)
  const values = variables.map((variable) => [...variable.dataSync()])
  optimizer.dispose()
  dispose(variables)
  return values
}

const signum = tensorwise({
  name: 'signum',
  slots: ['m'],
  learningRate: 0.1,
  step(gradient, { m: old }, { learningRate }) {
    const m = add(mul(old, 0.5), mul(gradient, 0.5))
    return { update: mul(sign(m), -learningRate), state: { m } }
  },
})
