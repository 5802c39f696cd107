import { tensor1d } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Schedule } from '../options/schedule.ts'

/**
 * Finds the schedules that have a `state`, at any depth of the options. Each schedule is listed once; the order is
 * always the same.
 *
 * @param unused A schedule to skip, together with its parts
 */
export function statefulSchedules(options: unknown, unused: unknown): Schedule[] {
  const found = new Set<Schedule>()
  const visit = (value: unknown): void => {
    if (value === unused) return
    if (typeof value === 'function') {
      const schedule = value as Schedule
      if ('state' in schedule) found.add(schedule)
      schedule.parts?.forEach(visit)
    } else if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(visit)
    }
  }
  visit(options)
  return [...found]
}

/** Encodes the states of schedules as bytes of JSON, which holds float64 numbers exactly. */
export function encodeStates(schedules: readonly Schedule[]): Tensor {
  const text = JSON.stringify(schedules.map(({ state }) => state))
  return tensor1d(Int32Array.from(new TextEncoder().encode(text)), 'int32')
}

/** Decodes the states of {@link encodeStates}; without a tensor there are none. */
export function decodeStates(tensor: Tensor | undefined): unknown[] {
  if (tensor === undefined) return []
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(tensor.dataSync()))) as unknown[]
}
