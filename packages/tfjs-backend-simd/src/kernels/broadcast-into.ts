import { util } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../simd-backend.ts'

/** Floats of a row, where the larger operand has no rows of its own: BLOCK of assembly/lanes.ts. */
const BLOCK = 64

/** Axes of a larger operand that one stride of the smaller one goes along. */
interface Axis {
  readonly size: number
  /** Floats of the smaller operand from one place to the next, 0 where it has one value for all. */
  readonly stride: number
}

/** What assembly/broadcast-into.ts is told of two shapes, in the order of its parameters. */
export type IntoWalk = readonly [
  size: number,
  n: number,
  height: number,
  width: number,
  stride0: number,
  stride1: number,
  stride2: number,
  repeats: number,
]

/**
 * @returns How a tensor of shape `small` is walked beside one of shape `shape`; undefined if it does not broadcast to
 *   that shape or has too many axes for it
 */
export function intoWalk(shape: number[], small: number[]): IntoWalk | undefined {
  const aligned = [...shape.map(() => 1), ...small].slice(-shape.length)
  if (small.length > shape.length || aligned.some((size, i) => size !== 1 && size !== shape[i]))
    return undefined
  const axes = mergedAxes(shape, aligned)
  const last = axes.pop() ?? { size: 1, stride: 0 }
  const size = util.sizeFromShape(shape)
  if (axes.length === 0) return [size, BLOCK, 1, 1, last.stride * BLOCK * 4, 0, 0, last.stride === 0 ? 1 : 0]
  if (axes.length > 3) return undefined
  const [outer, middle, inner] = [...Array<Axis>(3 - axes.length).fill({ size: 1, stride: 0 }), ...axes]
  return [
    size,
    last.size,
    middle.size,
    inner.size,
    outer.stride * 4,
    middle.stride * 4,
    inner.stride * 4,
    last.stride === 0 ? 1 : 0,
  ]
}

/** y = y ∘ b in place, where `walk` is that of their shapes. */
export function appendInto(
  backend: SimdBackend,
  name: 'addInto' | 'preluInto',
  y: number,
  b: number,
  walk: IntoWalk,
): void {
  const [size, n] = walk
  backend.queue.append(name, { units: Math.ceil(size / n), work: size }, y, b, ...walk)
}

/** Neighbouring axes that the smaller operand goes along, or stands still along, in one. */
function mergedAxes(shape: number[], aligned: number[]): Axis[] {
  const strides = util.computeStrides([...aligned, 1])
  const axes: Axis[] = []
  shape.forEach((size, i) => {
    if (size === 1) return
    const stride = aligned[i] === 1 ? 0 : strides[i]
    const before = axes.at(-1)
    if (before && before.stride === stride * size) {
      axes[axes.length - 1] = { size: before.size * size, stride }
    } else {
      axes.push({ size, stride })
    }
  })
  return axes
}
