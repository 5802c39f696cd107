import { beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import fc from 'fast-check'
import { crossEntropy } from './cross-entropy.ts'

beforeAll(async () => {
  tf.enableProdMode()
  await tf.setBackend('cpu')
})

describe('crossEntropy', () => {
  it('is log 10 when ten classes are equally likely', () => {
    expect(measure([Array<number>(10).fill(7)], [3]).loss).toBeCloseTo(Math.log(10), 6)
  })

  it('is log(1 + e⁻¹ + e⁻²) for logits 1, 2, 3 and the last class', () => {
    const { loss, gradient } = measure([[1, 2, 3]], [2])
    expect(loss).toBeCloseTo(0.40760596, 6)
    expect(gradient[0]).toBeCloseTo(0.09003057, 6)
    expect(gradient[1]).toBeCloseTo(0.24472847, 6)
    expect(gradient[2]).toBeCloseTo(0.66524096 - 1, 6)
  })

  it('agrees with float64 arithmetic for logits up to ±10,000', () => {
    fc.assert(
      fc.property(batch(1e4), ({ logits, labels }) => {
        const { loss, gradient } = measure(logits, labels)
        const expected = reference(logits, labels)
        expect(Math.abs(loss - expected.loss)).toBeLessThanOrEqual(1e-5 * (1 + expected.loss))
        gradient.forEach((value, i) => expect(Math.abs(value - expected.gradient[i])).toBeLessThan(1e-6))
      }),
    )
  })

  it('has the gradient that finite differences of the float64 loss give', () => {
    fc.assert(
      fc.property(batch(10), ({ logits, labels }) => {
        const { gradient } = measure(logits, labels)
        const h = 1e-5
        const classes = logits[0].length
        gradient.forEach((value, i) => {
          const shifted = (by: number) =>
            logits.map((row, r) => row.map((z, c) => (r * classes + c === i ? z + by : z)))
          const slope = (reference(shifted(h), labels).loss - reference(shifted(-h), labels).loss) / (2 * h)
          expect(Math.abs(value - slope)).toBeLessThan(1e-5)
        })
      }),
    )
  })

  it('does not change by a bit when an integer is added to all logits of an image', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 12 }),
        fc.integer({ min: -10_000, max: 10_000 }),
        (row, shift) => {
          expect(measure([row.map((z) => z + shift)], [1])).toEqual(measure([row], [1]))
        },
      ),
    )
  })

  it('scales its gradient by the incoming gradient', () => {
    const { gradient } = measure([[1, 2, 3]], [0])
    const scaled = tf.tidy(() => {
      const labels = tf.tensor1d([0], 'int32')
      return tf
        .grad((z) => crossEntropy(z as tf.Tensor2D, labels))(tf.tensor2d([[1, 2, 3]]), tf.scalar(2))
        .dataSync()
    })
    expect([...scaled]).toEqual(gradient.map((value) => 2 * value))
  })

  it('leaves no tensor but its value and gradient', () => {
    const logits = tf.variable(tf.tensor2d([[1, 2, 3]]))
    const labels = tf.tensor1d([2], 'int32')
    const before = tf.memory().numTensors
    const value = crossEntropy(logits as tf.Tensor as tf.Tensor2D, labels)
    expect(tf.memory().numTensors).toBe(before + 1)
    const recorded = tf.variableGrads(
      () => crossEntropy(logits as tf.Tensor as tf.Tensor2D, labels),
      [logits],
    )
    expect(tf.memory().numTensors).toBe(before + 3)
    tf.dispose([value, recorded.value, recorded.grads, logits, labels])
  })

  it('rejects a number of labels other than one per row', () => {
    expect(() => measure([[1, 2]], [0, 1])).toThrow(RangeError)
  })
})

/** The op's loss and gradient. */
function measure(rows: number[][], labels: number[]): { loss: number; gradient: number[] } {
  const [loss, gradient] = tf.tidy(() => {
    const classes = tf.tensor1d(labels, 'int32')
    const { value, grad } = tf.valueAndGrad((z) => crossEntropy(z as tf.Tensor2D, classes))(tf.tensor2d(rows))
    return [value.dataSync()[0], [...grad.dataSync()]] as [number, number[]]
  })
  return { loss, gradient }
}

/** The same in float64, from the formulas. */
function reference(rows: number[][], labels: number[]): { loss: number; gradient: number[] } {
  const n = rows.length
  let loss = 0
  const gradient = rows.flatMap((row, i) => {
    const largest = Math.max(...row)
    const exponentials = row.map((z) => Math.exp(z - largest))
    const total = exponentials.reduce((sum, value) => sum + value)
    loss += (Math.log(total) + largest - row[labels[i]]) / n
    return exponentials.map((value, c) => (value / total - (c === labels[i] ? 1 : 0)) / n)
  })
  return { loss, gradient }
}

function batch(limit: number): fc.Arbitrary<{ logits: number[][]; labels: number[] }> {
  const logit = fc.double({ min: -limit, max: limit, noNaN: true }).map(Math.fround)
  return fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 10 })).chain(([size, classes]) =>
    fc.record({
      logits: fc.array(fc.array(logit, { minLength: classes, maxLength: classes }), {
        minLength: size,
        maxLength: size,
      }),
      labels: fc.array(fc.nat(classes - 1), { minLength: size, maxLength: size }),
    }),
  )
}
