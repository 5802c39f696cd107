import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { planLayers } from './plan-layers.ts'
import { resolveOptions } from './resolve-options.ts'
import type { LeNet5Options } from './resolve-options.ts'

function plan(options: LeNet5Options): ReturnType<typeof planLayers> {
  return planLayers(resolveOptions(options))
}

function fits(options: LeNet5Options): boolean {
  try {
    plan(options)
    return true
  } catch {
    return false
  }
}

describe('planLayers', () => {
  it('counts 156 + 2,416 + 30,840 + 10,164 + 850 parameters in the default network', () => {
    const parameters = Object.fromEntries(plan({}).map((layer) => [layer.name, layer.parameters]))
    expect(parameters).toEqual({
      conv1: 156,
      pool1: 0,
      conv2: 2416,
      pool2: 0,
      flatten: 0,
      dense1: 30840,
      dense2: 10164,
      dense3: 850,
    })
  })

  it('reduces 28×28 images to sides of 24, 12, 8 and 4, then to 256 features', () => {
    expect(plan({}).map((layer) => layer.outputShape)).toEqual([
      [24, 24, 6],
      [12, 12, 6],
      [8, 8, 16],
      [4, 4, 16],
      [256],
      [120],
      [84],
      [10],
    ])
  })

  it('keeps the size of an image with padding `same`, and leaves out odd rows when pooling', () => {
    const shapes = plan({ inputShape: [15, 9, 3], padding: 'same' }).map((layer) => layer.outputShape)
    expect(shapes.slice(0, 5)).toEqual([[15, 9, 6], [7, 4, 6], [7, 4, 16], [3, 2, 16], [96]])
  })

  it.each<[LeNet5Options, string]>([
    [
      { inputShape: [12, 12, 1] },
      'Layer conv2 does not fit `inputShape` 12×12×1: expected an input that its 5×5 kernel fits in, got 4×4. ' +
        "Use images of at least 16×16 or a `kernelSize` of at most 3 or `padding: 'same'`.",
    ],
    [
      { inputShape: [28, 15, 1] },
      'Layer pool2 does not fit `inputShape` 28×15×1: expected an input that its 2×2 window fits in, got 8×1. ' +
        "Use images of at least 16×16 or a `kernelSize` of at most 4 or `padding: 'same'`.",
    ],
    [
      { inputShape: [3, 3, 1] },
      'Layer conv1 does not fit `inputShape` 3×3×1: expected an input that its 5×5 kernel fits in, got 3×3. ' +
        'Use images of at least 16×16.',
    ],
    [
      { inputShape: [3, 3, 1], padding: 'same' },
      'Layer pool2 does not fit `inputShape` 3×3×1: expected an input that its 2×2 window fits in, got 1×1. ' +
        'Use images of at least 4×4.',
    ],
  ])('rejects %j and says what would fit', (options, message) => {
    expect(() => plan(options)).toThrow(new RangeError(message))
  })

  it('suggests the smallest images and the largest kernel that fit', () => {
    const side = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 14 }), (height, width, kernelSize) => {
        const options: LeNet5Options = { inputShape: [height, width, 1], kernelSize }
        if (fits(options)) return
        const { message } = catchError(() => plan(options))
        const smallest = Number(/at least (\d+)×/.exec(message)?.[1])
        const inputShape = (side: number): LeNet5Options => ({ ...options, inputShape: [side, side, 1] })
        expect([fits(inputShape(smallest)), fits(inputShape(smallest - 1))]).toEqual([true, false])
        const largest = Number(/at most (\d+)/.exec(message)?.[1] ?? 0)
        if (largest > 0) expect(fits({ ...options, kernelSize: largest })).toBe(true)
        expect(fits({ ...options, kernelSize: largest + 1 })).toBe(false)
        expect(fits({ ...options, padding: 'same' })).toBe(message.includes("padding: 'same'"))
      }),
    )
  })
})

function catchError(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}
