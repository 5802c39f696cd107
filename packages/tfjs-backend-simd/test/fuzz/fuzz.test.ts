import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { registerSimdBackend } from '../../src/index.ts'
import { nativeKernels } from '../../src/kernels/native-kernels.ts'
import { createGuardedMachine } from './guarded-machine.ts'
import type { GuardedMachine } from './guarded-machine.ts'
import { kernelProperties } from './kernel-checks.ts'

/** Calls of each kernel. `npm run fuzz` makes more calls. */
const RUNS = 15

it('has calls for every native kernel', () => {
  expect(Object.keys(kernelProperties).sort()).toEqual(Object.keys(nativeKernels).sort())
})

describe('any call of a native kernel has the outcome of the stock kernel, and writes to no other memory', () => {
  const machines: GuardedMachine[] = []

  beforeAll(async () => {
    tf.enableProdMode()
    await registerSimdBackend({ threads: 1 })
    machines.push(await createGuardedMachine(1), await createGuardedMachine(3))
  })
  afterAll(() => machines.forEach((machine) => machine.stop()))

  it.each(Object.keys(kernelProperties))('%s', (kernelName) => {
    fc.assert(kernelProperties[kernelName](machines) as fc.IProperty<unknown>, { seed: 42, numRuns: RUNS })
  })
})
