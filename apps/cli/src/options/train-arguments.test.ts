import { describe, expect, it } from '@jest/globals'
import { optionName, trainArguments } from './train-arguments.ts'

describe('trainArguments', () => {
  it('formats values and flags, and leaves out false and null', () => {
    expect(
      trainArguments({
        'batch-size': 32,
        l2: 1e-7,
        filters: '6,16',
        nesterov: true,
        test: false,
        data: null,
      }),
    ).toEqual(['--batch-size=32', '--l2=1e-7', '--filters=6,16', '--nesterov'])
  })

  it('accepts a name in any spelling', () => {
    expect(
      ['learning-rate', 'learning_rate', 'learningRate', 'l2', 'beta1', 'weightDecay'].map(optionName),
    ).toEqual(['--learning-rate', '--learning-rate', '--learning-rate', '--l2', '--beta1', '--weight-decay'])
  })
})
