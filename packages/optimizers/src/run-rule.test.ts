import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { copyRegisteredKernels, dispose, registerBackend, setBackend } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { useCpuBackend } from '../test/cpu-backend.ts'
import { registerFakeKernels } from '../test/fake-kernels.ts'
import { rules } from '../test/rules.ts'
import { applyStep, run, vector } from '../test/run.ts'
import { adam } from './rules/adam.ts'
import { sgd } from './rules/sgd.ts'
import { toOptimizer } from './to-optimizer.ts'

beforeAll(useCpuBackend)

describe('runRule', () => {
  const cleanups: (() => void)[] = []
  afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()))

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
    'chain(l2, adaBelief, decoupledWeightDecay)': ['TunekitAdaBelief', 'TunekitL2'],
  }

  it.each(Object.entries(rules))('gives the same bits by kernel and by ops: %s', (name, rule) => {
    const numbers = fc.array(fc.float({ min: -10, max: 10, noNaN: true }), { minLength: 8, maxLength: 8 })
    const [initial, ...gradients] = fc.sample(numbers, { seed: 11, numRuns: 51 })
    const byOps = run(rule, initial, gradients)

    const { ran, unregister } = registerFakeKernels('cpu')
    cleanups.push(unregister)
    expect(run(rule, initial, gradients)).toEqual(byOps)
    expect([...ran].sort()).toEqual([...used[name], 'TunekitApply'].sort())
  })

  it('looks for the kernel on the active backend', async () => {
    registerBackend('other', () => new MathBackendCPU())
    copyRegisteredKernels('cpu', 'other')
    const { ran, unregister } = registerFakeKernels('other')
    cleanups.push(unregister)
    const gradients = [[2], [-1]]

    const onCpu = run(adam(), [1], gradients)
    expect(ran.size).toBe(0)
    await setBackend('other')
    const onOther = run(adam(), [1], gradients)
    await setBackend('cpu')
    expect([...ran].sort()).toEqual(['TunekitAdam', 'TunekitApply'])
    expect(onOther).toEqual(onCpu)
  })

  it('leaves a clone of a variable as it was', () => {
    const { unregister } = registerFakeKernels('cpu')
    cleanups.push(unregister)
    const parameter = vector([1, 2])
    const optimizer = toOptimizer(sgd({ learningRate: 1, momentum: 0.5 }))
    applyStep(optimizer, { [parameter.name]: [1, 1] })
    const snapshot = parameter.clone()
    applyStep(optimizer, { [parameter.name]: [1, 1] })
    expect([...snapshot.dataSync()]).toEqual([0, 1])
    expect([...parameter.dataSync()]).toEqual([-1.5, -0.5])
    optimizer.dispose()
    dispose([parameter, snapshot])
  })
})
