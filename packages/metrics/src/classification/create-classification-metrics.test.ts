import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import {
  type ClassificationBatch,
  type ClassificationResult,
  createClassificationMetrics,
} from './create-classification-metrics.ts'

interface ReferenceCase {
  classes: number
  labels: number[]
  predictions: number[]
  confusion: number[][]
  accuracy: number
  precision: number[]
  recall: number[]
  f1: number[]
  support: number[]
  macro: { precision: number; recall: number; f1: number }
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../test/vectors/classification.json', import.meta.url), 'utf8'),
) as { cases: ReferenceCase[] }

describe('createClassificationMetrics', () => {
  it.each(cases)(
    'agrees with scikit-learn on $classes classes',
    ({ classes, labels, predictions, ...expected }) => {
      const { count, accuracy, confusion, perClass, macro } = measure(classes, [{ predictions, labels }])
      expect(count).toBe(labels.length)
      expect(accuracy).toBeCloseTo(expected.accuracy, 14)
      expect(confusion).toEqual(expected.confusion)
      expect(perClass.map(({ support }) => support)).toEqual(expected.support)
      for (const name of ['precision', 'recall', 'f1'] as const) {
        perClass.forEach((scores, index) => expect(scores[name]).toBeCloseTo(expected[name][index], 14))
        expect(macro[name]).toBeCloseTo(expected.macro[name], 14)
      }
    },
  )

  it('agrees with a count by hand', () => {
    const result = measure(2, [{ predictions: [0, 1, 0, 0], labels: [0, 1, 0, 1] }])
    expect(result.confusion).toEqual([
      [2, 0],
      [1, 1],
    ])
    expect(result.accuracy).toBe(3 / 4)
    expect(result.perClass).toEqual([
      { precision: 2 / 3, recall: 1, f1: 4 / 5, support: 2 },
      { precision: 1, recall: 1 / 2, f1: 2 / 3, support: 2 },
    ])
    expect(result.macro.precision).toBeCloseTo(5 / 6, 14)
    expect(result.macro.recall).toBe(3 / 4)
    expect(result.macro.f1).toBeCloseTo(11 / 15, 14)
  })

  it('does not depend on how images are divided into batches', () => {
    const images = fc.array(fc.record({ label: fc.nat(3), prediction: fc.nat(3), loss: fc.nat(100) }))
    fc.assert(
      fc.property(images, fc.nat(20), (list, cut) => {
        expect(measure(4, [toBatch(list.slice(0, cut)), toBatch(list.slice(cut))])).toEqual(
          measure(4, [toBatch(list)]),
        )
      }),
    )
  })

  it('weights a mean loss by the size of its batch', () => {
    const result = measure(2, [
      { predictions: [0, 0, 0], labels: [0, 0, 1], losses: new Float32Array([0.5, 0.25, 3]) },
      { predictions: [1], labels: [1], meanLoss: 0.75 },
      { predictions: [1, 1, 0, 1], labels: [1, 1, 0, 1], meanLoss: 2 },
    ])
    expect(result.loss).toBe((0.5 + 0.25 + 3 + 0.75 + 4 * 2) / 8)
  })

  it('takes the mean loss over the images that have one', () => {
    const result = measure(2, [
      { predictions: [0], labels: [0], meanLoss: 3 },
      { predictions: [0, 1], labels: [0, 1] },
    ])
    expect(result).toMatchObject({ count: 3, loss: 3, accuracy: 1 })
  })

  it('shows a NaN loss instead of hiding it', () => {
    expect(measure(1, [{ predictions: [0, 0], labels: [0, 0], losses: [1, NaN] }]).loss).toBeNaN()
  })

  it('has no loss and no accuracy before the first image, and scores of 0', () => {
    expect(measure(1, [])).toEqual({
      count: 0,
      loss: NaN,
      accuracy: NaN,
      confusion: [[0]],
      perClass: [{ precision: 0, recall: 0, f1: 0, support: 0 }],
      macro: { precision: 0, recall: 0, f1: 0 },
    })
  })

  it('returns results that later batches do not change', () => {
    const metrics = createClassificationMetrics({ classes: 2 })
    metrics.update({ predictions: [0], labels: [1] })
    const { confusion } = metrics.result()
    metrics.update({ predictions: [0], labels: [1] })
    expect(confusion).toEqual([
      [0, 0],
      [1, 0],
    ])
  })

  it.each([
    [{ predictions: [0, 2], labels: [0, 1] }, '`predictions[1]` must be an integer in [0, 2), got 2.'],
    [{ predictions: [0], labels: [-1] }, '`labels[0]` must be an integer in [0, 2), got -1.'],
    [{ predictions: [0.5], labels: [0] }, '`predictions[0]` must be an integer in [0, 2), got 0.5.'],
    [{ predictions: [NaN], labels: [0] }, '`predictions[0]` must be an integer in [0, 2), got NaN.'],
    [
      { predictions: [0], labels: [0, 1] },
      '`predictions` must have one element per label: expected 2, got 1.',
    ],
    [
      { predictions: [0], labels: [0], losses: [] },
      '`losses` must have one element per label: expected 1, got 0.',
    ],
  ])('ignores an invalid batch: %j', (batch, message) => {
    const metrics = createClassificationMetrics({ classes: 2 })
    expect(() => metrics.update(batch)).toThrow(RangeError)
    expect(() => metrics.update(batch)).toThrow(message)
    expect(metrics.result().count).toBe(0)
  })

  it.each([0, 1.5, NaN])('rejects %s classes', (classes) => {
    expect(() => createClassificationMetrics({ classes })).toThrow(
      `\`classes\` must be a positive integer, got ${classes}.`,
    )
  })
})

function measure(classes: number, batches: readonly ClassificationBatch[]): ClassificationResult {
  const metrics = createClassificationMetrics({ classes })
  batches.forEach((batch) => metrics.update(batch))
  return metrics.result()
}

function toBatch(
  images: readonly { label: number; prediction: number; loss: number }[],
): ClassificationBatch {
  return {
    predictions: images.map(({ prediction }) => prediction),
    labels: Uint8Array.from(images, ({ label }) => label),
    losses: images.map(({ loss }) => loss),
  }
}
