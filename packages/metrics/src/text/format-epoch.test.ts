import { describe, expect, it } from '@jest/globals'
import { formatEpoch } from './format-epoch.ts'
import type { MetricsRecord } from '../record/metrics-record.ts'

describe('formatEpoch', () => {
  // Lines of the post that the study redoes, from the accuracies its counts of right answers give.
  it.each([
    [
      0,
      2.3162,
      7280,
      2.316,
      1211,
      'Epoch: 0   Train: (loss = 2.3162, acc = 12.1333)   Test: (loss = 2.316, acc = 12.11)',
    ],
    [
      1,
      0.1069,
      58035,
      0.092,
      9728,
      'Epoch: 1   Train: (loss = 0.1069, acc = 96.725)   Test: (loss = 0.092, acc = 97.28)',
    ],
    [
      10,
      0.0166,
      59657,
      0.0328,
      9894,
      'Epoch: 10   Train: (loss = 0.0166, acc = 99.4283)   Test: (loss = 0.0328, acc = 98.94)',
    ],
    [
      8,
      0.04,
      59272,
      0.039,
      9877,
      'Epoch: 8   Train: (loss = 0.04, acc = 98.7867)   Test: (loss = 0.039, acc = 98.77)',
    ],
  ])(
    'prints the line of epoch %i as the post does',
    (epoch, trainLoss, trainRight, testLoss, testRight, line) => {
      const train = { loss: trainLoss, accuracy: trainRight / 60000 }
      const test = { loss: testLoss, accuracy: testRight / 10000 }
      expect(formatEpoch({ epoch, step: 1, train, test })).toBe(line)
    },
  )

  it.each<[MetricsRecord, string]>([
    [{ step: 5, epoch: 1, train: { loss: 1 } }, 'Epoch: 1   Train: (loss = 1)'],
    [{ step: 5, epoch: 1, test: { accuracy: 1 } }, 'Epoch: 1   Test: (acc = 100)'],
    [{ step: 5, train: { loss: 0.5, accuracy: 0 }, seconds: 2 }, 'Step: 5   Train: (loss = 0.5, acc = 0)'],
    [{ step: 5, epoch: 2, train: { seconds: 1 }, test: {} }, 'Epoch: 2'],
  ])('leaves out what %j lacks', (record, line) => {
    expect(formatEpoch(record)).toBe(line)
  })

  it.each([
    [0.00004, '0'],
    [0.00006, '0.0001'],
    [-0.00004, '0'],
    [999.99994, '999.9999'],
    [1000, '1.000e+3'],
    [123456.789, '1.235e+5'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
  ])('rounds the loss %d to %s', (loss, text) => {
    expect(formatEpoch({ step: 0, train: { loss } })).toBe(`Step: 0   Train: (loss = ${text})`)
  })

  it('uses the shorter form only if the full form does not fit', () => {
    const record = {
      epoch: 1,
      step: 1,
      train: { loss: 0.1069, accuracy: 0.96725 },
      test: { loss: 0.092, accuracy: 0.9728 },
    }
    const full = formatEpoch(record)
    expect(formatEpoch(record, { width: full.length })).toBe(full)
    expect(formatEpoch(record, { width: full.length - 1 })).toBe(
      'Epoch: 1  Train: loss 0.1069, acc 96.725  Test: loss 0.092, acc 97.28',
    )
  })

  it('fits the longest numbers of 99 epochs in 80 columns', () => {
    const group = { loss: 123456789, accuracy: 0.994283 }
    expect(formatEpoch({ epoch: 99, step: 1, train: group, test: group }, { width: 80 })).toHaveLength(78)
  })

  it('puts the validation set between the others, and leaves out losses if three sets do not fit', () => {
    const group = { loss: 123456789, accuracy: 0.994283 }
    const record = { epoch: 9999, step: 1, train: group, test: { loss: 0.5 }, validation: group }
    const part = '(loss = 1.235e+8, acc = 99.4283)'
    expect(formatEpoch(record)).toBe(
      `Epoch: 9999   Train: ${part}   Validation: ${part}   Test: (loss = 0.5)`,
    )
    expect(formatEpoch(record, { width: 90 })).toBe(
      'Epoch: 9999  Train: acc 99.4283  Validation: acc 99.4283  Test: loss 0.5',
    )
    expect(formatEpoch({ ...record, test: group }, { width: 80 })).toHaveLength(75)
  })

  it('adds colors without changing the text or the fit', () => {
    const record = { epoch: 1, step: 1, train: { loss: 0.5 }, test: { loss: 0.25 } }
    const plain = formatEpoch(record)
    expect(formatEpoch(record, { color: true, width: plain.length })).toBe(
      '\x1b[1mEpoch: 1\x1b[22m   \x1b[2mTrain: (loss = 0.5)\x1b[22m   Test: (loss = 0.25)',
    )
  })
})
