import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import type { Rule } from '../engine/rule.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { clipByGlobalNorm } from './clip-by-global-norm.ts'
import { freeze } from './freeze.ts'

beforeAll(useCpuBackend)

/** Applies the transform to the gradients of variables with these names. */
function clip(
  gradients: Readonly<Record<string, readonly number[]>>,
  ...links: readonly Rule[]
): Record<string, number[]> {
  const variables = Object.entries(gradients).map(([name, { length }]) => vector(Array(length).fill(0), name))
  const optimizer = toOptimizer(chain(...links, sgd({ learningRate: 1 })))
  applyStep(optimizer, gradients)
  const clipped = variables.map((each) => [each.name, [...each.dataSync()].map((x) => 0 - x)])
  optimizer.dispose()
  variables.forEach((each) => each.dispose())
  return Object.fromEntries(clipped) as Record<string, number[]>
}

describe('clipByGlobalNorm', () => {
  // ‖(2, 4, 5, 6)‖ = 9
  it('scales all gradients by norm over the norm of all gradients', () => {
    expect(clip({ a: [2, -4], b: [5], c: [6] }, clipByGlobalNorm(4.5))).toEqual({
      a: [1, -2],
      b: [2.5],
      c: [3],
    })
  })

  it('keeps the bits of gradients within the norm', () => {
    const gradients = { a: [2, -4], b: [5], c: [6] }
    expect(clip(gradients, clipByGlobalNorm(9))).toEqual(gradients)
    const odd = { a: [0.1, -0.7].map(Math.fround), b: [Math.fround(1 / 3)] }
    expect(clip(odd, clipByGlobalNorm(0.8))).toEqual(odd)
  })

  it('leaves gradients of 0 at 0', () => {
    expect(clip({ a: [0, 0], b: [0] }, clipByGlobalNorm(1))).toEqual({ a: [0, 0], b: [0] })
  })

  it('does not count variables that `where` does not select, or that are frozen', () => {
    const gradients = { a: [3], b: [4], c: [100] }
    expect(clip(gradients, clipByGlobalNorm(2.5, { where: '[ab]' }))).toEqual({ a: [1.5], b: [2], c: [100] })
    expect(clip(gradients, freeze('c'), clipByGlobalNorm(2.5))).toEqual({ a: [1.5], b: [2], c: [0] })
  })

  it('counts variables with different numbers of updates together', () => {
    const [a, b] = [vector([0], 'a'), vector([0], 'b')]
    const optimizer = toOptimizer(chain(clipByGlobalNorm(5), sgd({ learningRate: 1 })))
    applyStep(optimizer, { a: [1] })
    applyStep(optimizer, { a: [6], b: [8] })
    expect([a.dataSync()[0], b.dataSync()[0]]).toEqual([-4, -4])
    optimizer.dispose()
    a.dispose()
    b.dispose()
  })
})
