import { describe, expect, it } from '@jest/globals'
import { resolveOptions } from './resolve-options.ts'
import type { LeNet5Options } from './resolve-options.ts'

describe('resolveOptions', () => {
  it('defaults to LeNet-5 for MNIST', () => {
    expect(resolveOptions()).toEqual({
      inputShape: [28, 28, 1],
      classes: 10,
      filters: [6, 16],
      kernelSize: 5,
      units: [120, 84],
      activation: 'relu',
      pooling: 'max',
      padding: 'valid',
      seed: 0,
    })
  })

  it.each<[unknown, string]>([
    [{ inputShape: [28, 28] }, '`inputShape` must be 3 positive integers, got [28,28].'],
    [{ inputShape: 28 }, '`inputShape` must be 3 positive integers, got 28.'],
    [{ classes: 0 }, '`classes` must be a positive integer, got 0.'],
    [{ filters: [6, -16] }, '`filters` must be 2 positive integers, got [6,-16].'],
    [{ kernelSize: 2.5 }, '`kernelSize` must be a positive integer, got 2.5.'],
    [{ units: [120, 84, 10] }, '`units` must be 2 positive integers, got [120,84,10].'],
    [{ activation: 'gelu' }, '`activation` must be one of relu, tanh, sigmoid, linear; got "gelu".'],
    [{ pooling: 'min' }, '`pooling` must be one of max, average; got "min".'],
    [{ padding: 2 }, '`padding` must be one of valid, same; got 2.'],
    [{ seed: 0.5 }, '`seed` must be an integer, got 0.5.'],
    [{ seed: 2 ** 53 }, '`seed` must be an integer, got 9007199254740992.'],
  ])('rejects %j', (options, message) => {
    expect(() => resolveOptions(options as LeNet5Options)).toThrow(new RangeError(message))
  })
})
