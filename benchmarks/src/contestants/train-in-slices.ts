import { fit } from '@tunekit/trainer'
import type { FitOptions, Model, StepEvent } from '@tunekit/trainer'
import type { Slice } from '../harness/protocol.ts'

/**
 * Creates an endless training that runs only in slices of time. Between slices, it waits in `onStep`.
 *
 * @returns A function that trains for about the given number of seconds, and for at least one step
 */
export function trainInSlices(
  model: Model,
  options: Omit<FitOptions<never>, 'epochs' | 'onStep'>,
): (seconds: number) => Promise<Slice> {
  let slice = Promise.withResolvers<Slice>()
  let opened = 0
  let limit = 0
  let amount = 0
  let before = { epoch: 0, images: 0 }
  let proceed = start

  function start(): void {
    fit(model, { ...options, epochs: Number.MAX_SAFE_INTEGER, onStep }).catch((error) => slice.reject(error))
  }

  function onStep({ epoch, images }: StepEvent): Promise<void> | undefined {
    amount += epoch === before.epoch ? images - before.images : images
    before = { epoch, images }
    const seconds = (performance.now() - opened) / 1000
    if (seconds < limit) return undefined
    slice.resolve({ amount, seconds })
    return new Promise((resolve) => (proceed = resolve))
  }

  return (seconds) => {
    slice = Promise.withResolvers()
    limit = seconds
    amount = 0
    opened = performance.now()
    proceed()
    return slice.promise
  }
}
