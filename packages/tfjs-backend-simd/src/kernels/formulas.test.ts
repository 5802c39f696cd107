import { beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { prepareBackends } from '../../test/against-cpu.ts'
import { expectedOf, formulaProblem, valuesFor } from '../../test/formula-problems.ts'
import type { FormulaProblem } from '../../test/formula-problems.ts'
import { registerSimdBackend } from '../index.ts'
import type { Formula } from './formula-program.ts'

beforeAll(prepareBackends)

function toTensors({ known }: FormulaProblem, values: Float32Array[][]): Map<Formula, tf.Tensor[]> {
  const entries = known.map((formula, index) => {
    const tensors = values[index].map((each) => {
      return index === 3 ? tf.scalar(each[0]) : tf.tensor1d(each.slice())
    })
    return [formula, tensors] as const
  })
  return new Map(entries)
}

function parametersOf({ sizes }: FormulaProblem): tf.Tensor[] {
  return sizes.map((size) => tf.zeros([size]))
}

function callKernel(name: string, attrs: object): tf.Tensor[] {
  return tf.engine().runKernel<tf.Tensor[]>(name, {}, attrs as tf.NamedAttrMap)
}

/** Values that are equal apart from the sign of zero and the bits of NaN. */
function same(received: ArrayLike<number>, expected: Float32Array): void {
  expect(Array.from(received, (value) => value + 0)).toEqual(Array.from(expected, (value) => value + 0))
}

describe.each([{ threads: 1 }, { threads: 3, workPerSlice: 1 }])('with %j', (options) => {
  beforeAll(async () => {
    tf.removeBackend('simd')
    await registerSimdBackend(options)
    await tf.setBackend('simd')
  })

  describe('TunekitFormulas', () => {
    it('computes formulas into new tensors', () => {
      fc.assert(
        fc.property(formulaProblem, (problem) => {
          const values = valuesFor(problem)
          tf.tidy(() => {
            const attrs = {
              formulas: problem.formulas,
              tensors: toTensors(problem, values),
              parameters: parametersOf(problem),
            }
            const results = callKernel('TunekitFormulas', attrs)
            problem.formulas.forEach((formula, index) =>
              problem.sizes.forEach((_, parameter) => {
                const result = results[index * problem.sizes.length + parameter]
                same(result.dataSync(), expectedOf(problem, formula, parameter, values))
              }),
            )
          })
        }),
        { numRuns: 300 },
      )
    })

    it('computes formulas in place, from the previous values', () => {
      fc.assert(
        fc.property(formulaProblem, (problem) => {
          const values = valuesFor(problem)
          tf.tidy(() => {
            const tensors = toTensors(problem, values)
            const into = problem.known.slice(0, 3)
            expect(
              callKernel('TunekitFormulas', {
                formulas: problem.formulas,
                tensors,
                parameters: parametersOf(problem),
                into,
              }),
            ).toEqual([])
            into.forEach((known, index) =>
              problem.sizes.forEach((_, parameter) => {
                const formula = problem.formulas[index]
                same(
                  tensors.get(known)![parameter].dataSync(),
                  expectedOf(problem, formula, parameter, values),
                )
              }),
            )
          })
        }),
        { numRuns: 300 },
      )
    })

    it('exchanges known vectors', () => {
      tf.tidy(() => {
        const [a, b]: Formula[] = [{ operands: [] }, { operands: [] }]
        const tensors = new Map([
          [a, [tf.tensor1d([1, 2])]],
          [b, [tf.tensor1d([3, 4])]],
        ])
        callKernel('TunekitFormulas', {
          formulas: [b, a],
          tensors,
          parameters: [tf.tensor1d([0, 0])],
          into: [a, b],
        })
        expect(Array.from(tensors.get(a)![0].dataSync())).toEqual([3, 4])
        expect(Array.from(tensors.get(b)![0].dataSync())).toEqual([1, 2])
      })
    })

    const [a, b, number]: Formula[] = [{ operands: [] }, { operands: [] }, { operands: [] }]
    const sum: Formula = { operation: 'Add', operands: [a, number] }

    it.each<[string, { formulas: readonly Formula[]; into?: readonly Formula[] }, string]>([
      [
        'a vector of another size',
        { formulas: [{ operation: 'Add', operands: [a, b] }] },
        'Formulas need a float32 tensor for each parameter, of its size or of one element: ' +
          'expected float32[3], got float32[2].',
      ],
      [
        'results that are larger than their target',
        { formulas: [sum], into: [number] },
        'A tensor that receives results must have the size of its parameter: expected 3 elements, got 1.',
      ],
      [
        'more results than targets',
        { formulas: [sum, sum], into: [a] },
        '`into` must have one formula for each of the 2 formulas, got 1.',
      ],
      ['an unknown operation', { formulas: [{ operation: 'Cube', operands: [a] }] }, 'got Cube with 1.'],
      ['a missing operand', { formulas: [{ operation: 'Sub', operands: [a] }] }, 'got Sub with 1.'],
    ])('rejects %s', (_, attrs, message) => {
      tf.tidy(() => {
        const tensors = new Map([
          [a, [tf.tensor1d([1, 2, 3])]],
          [b, [tf.tensor1d([3, 4])]],
          [number, [tf.scalar(5)]],
        ])
        const parameters = [tf.tensor1d([0, 0, 0])]
        const before = tf.memory()
        expect(() => callKernel('TunekitFormulas', { ...attrs, tensors, parameters })).toThrow(message)
        expect(tf.memory()).toEqual(before)
      })
    })
  })

  describe('TunekitSums', () => {
    it('gives 0 for an empty parameter', () => {
      tf.tidy(() => {
        const known: Formula = { operands: [] }
        const tensors = new Map([[known, [tf.tensor1d([]), tf.tensor1d([1, 2])]]])
        const formulas = [{ operation: 'Square', operands: [known] }]
        const sums = callKernel('TunekitSums', { formulas, tensors, parameters: tensors.get(known) })
        expect(sums.map((sum) => sum.dataSync()[0])).toEqual([0, 5])
      })
    })

    it('sums formulas over the elements', () => {
      fc.assert(
        fc.property(formulaProblem, (problem) => {
          const values = valuesFor(problem)
          tf.tidy(() => {
            const attrs = {
              formulas: problem.formulas,
              tensors: toTensors(problem, values),
              parameters: parametersOf(problem),
            }
            const results = callKernel('TunekitSums', attrs)
            problem.formulas.forEach((formula, index) =>
              problem.sizes.forEach((_, parameter) => {
                const all = expectedOf(problem, formula, parameter, values)
                const sum = all.reduce((total, value) => total + value, 0)
                const scale = all.reduce((total, value) => total + Math.abs(value), 0)
                const [result] = results[index * problem.sizes.length + parameter].dataSync()
                if (Number.isFinite(scale)) expect(Math.abs(result - sum)).toBeLessThanOrEqual(1e-7 * scale)
                else expect(Number.isFinite(result)).toBe(Number.isFinite(sum))
              }),
            )
          })
        }),
        { numRuns: 200 },
      )
    })
  })
})
