import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { arbitraryRecord } from '../../test/arbitrary-record.ts'
import { checkRecord, flattenRecord } from './metrics-record.ts'

describe('checkRecord', () => {
  it('accepts every record of the type, NaN included', () => {
    fc.assert(fc.property(arbitraryRecord(), (record) => checkRecord(record)))
  })

  it.each([
    [null, 'Metrics record must be an object with a `step`, got null.'],
    [[1], 'Metrics record must be an object with a `step`, got [1].'],
    [{ step: 1, loss: '0.1' }, 'Metric `loss` must be a number, got "0.1".'],
    [{ step: 1, train: { loss: null } }, 'Metric `train/loss` must be a number, got null.'],
    [{ step: 1, train: { top: { loss: 1 } } }, 'Metric `train/top` must be a number, got {"loss":1}.'],
    [{ step: 1, losses: [1, 2] }, 'Metric `losses` must be a number, got [1,2].'],
    [{ step: 1n }, 'Metric `step` must be a number, got 1.'],
    [{ step: 1, 'train/loss': 1 }, 'Metric name "train/loss" is not allowed'],
    [{ step: 1, train: { 'lo\nss': 1 } }, 'Metric name "lo\\nss" is not allowed'],
    [{ step: 1, '': 1 }, 'Metric name "" is not allowed'],
  ])('rejects %o', (value, message) => {
    expect(() => checkRecord(value)).toThrow(TypeError)
    expect(() => checkRecord(value)).toThrow(message)
  })

  it.each([undefined, -1, 0.5, NaN, Infinity, 2 ** 53])('rejects the step %s', (step) => {
    expect(() => checkRecord({ step })).toThrow(RangeError)
    expect(() => checkRecord({ step })).toThrow(`\`step\` must be a non-negative integer, got ${step}.`)
  })
})

describe('flattenRecord', () => {
  it('joins the names of groups and metrics, in order, without absent metrics', () => {
    const record = {
      epoch: 1,
      step: 8,
      train: { loss: 0.5, accuracy: undefined },
      test: undefined,
      seconds: 2,
    }
    expect(Object.entries(flattenRecord(record))).toEqual([
      ['epoch', 1],
      ['step', 8],
      ['train/loss', 0.5],
      ['seconds', 2],
    ])
  })
})
