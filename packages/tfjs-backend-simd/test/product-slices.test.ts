import { beforeAll, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { loadKernels, POOL_START } from '../src/load-kernels.ts'
import type { LoadedKernels } from '../src/load-kernels.ts'
import type { OperationName } from '../src/command-queue.ts'

let loaded: LoadedKernels

beforeAll(async () => {
  loaded = await loadKernels()
})

/** Floats of the kernels' memory that the operations work in. */
const FLOATS = 35_000

/** An operation with its arguments, in a memory where `floats` gives room and `integers` a table. */
type Operation = (
  memory: {
    floats(count: number): number
    integers(values: readonly number[]): number
  },
  sizes: Sizes,
) => { name: OperationName; args: readonly number[]; units: number }

interface Sizes {
  readonly rows: number
  readonly columns: number
  readonly depth: number
  readonly flag: boolean
}

const blocks = (size: number): number => Math.ceil(size / 64)
const panels = (size: number): number => Math.ceil(size / 16)

const operations: Readonly<Record<string, Operation>> = {
  elu({ floats }, { rows, columns }) {
    const n = rows * columns
    return { name: 'elu', args: [floats(n), floats(n), n], units: blocks(n) }
  },
  leakyRelu({ floats }, { rows, columns }) {
    const n = rows * columns
    return { name: 'leakyRelu', args: [floats(n), floats(n), n, 0.2], units: blocks(n) }
  },
  addInto({ floats }, { rows, columns, flag }) {
    const [y, b, n] = [floats(rows * columns), floats(rows * columns), rows * columns]
    const stride = flag ? 4 : columns * 4
    return { name: 'addInto', args: [y, b, n, columns, 1, 1, stride, 0, 0, Number(flag)], units: rows }
  },
  preluInto({ floats }, { rows, columns, flag }) {
    const [y, b, n] = [floats(rows * 2 * columns), floats(2 * columns), rows * 2 * columns]
    const stride = flag ? 4 : columns * 4
    return { name: 'preluInto', args: [y, b, n, columns, 1, 2, 0, 0, stride, Number(flag)], units: rows * 2 }
  },
  repeatFloats({ floats }, { rows, columns, depth }) {
    const n = rows * columns
    const times = 1 + (depth % 7)
    return { name: 'repeatFloats', args: [floats(n), floats(n * times), n, times], units: blocks(n) }
  },
  sumRepeats({ floats }, { rows, columns, depth }) {
    const n = rows * columns
    const times = 1 + (depth % 7)
    return { name: 'sumRepeats', args: [floats(n * times), floats(n), n, times], units: blocks(n) }
  },
  depthwise({ floats, integers }, { rows: height, columns: width, depth: channels, flag }) {
    const pixel = channels * 4
    const x = floats((height + 1) * (width + 1) * channels)
    const [w, bias, y] = [floats(4 * channels), floats(channels), floats(height * width * channels)]
    const strides = [0, (width + 1) * pixel, pixel, 0, width * pixel, pixel]
    const taps = integers(tapsOf(width, channels))
    const args = [x, w, flag ? bias : 0, y, taps, 4, height, width, channels, ...strides, flag ? 2 : 0]
    return { name: 'depthwise', args, units: height }
  },
  depthwiseFilterGradient({ floats, integers }, { rows: height, columns: width, depth: channels }) {
    const pixel = channels * 4
    const x = floats((height + 1) * (width + 1) * channels)
    const [dy, dw] = [floats(height * width * channels), floats(4 * channels)]
    const strides = [0, (width + 1) * pixel, pixel]
    const taps = integers(tapsOf(width, channels))
    const args = [x, dy, dw, taps, 4, 1, height, width, channels, ...strides]
    return { name: 'depthwiseFilterGradient', args, units: Math.ceil(channels / 8) * 4 }
  },
  packPanels({ floats }, { rows, columns, flag }) {
    const source = floats(rows * columns)
    const steps = flag ? [4, rows * 4] : [columns * 4, 4]
    const target = floats(panels(columns) * rows * 16)
    return { name: 'packPanels', args: [source, target, rows, columns, ...steps], units: panels(columns) }
  },
  matmulPanels({ floats }, { rows, columns, depth: part, flag }) {
    const depth = flag ? part + 250 : part
    const [a, b] = [floats(panels(rows) * 16 * depth), floats(panels(columns) * 16 * depth)]
    const [bias, y] = [floats(columns), floats(rows * columns)]
    const steps = flag ? [depth * 64, 4, 64] : [depth * 64, depth * 4, 4]
    const args = [a, b, bias, y, rows, depth, columns, ...steps, Number(flag)]
    return { name: 'matmulPanels', args, units: panels(rows) }
  },
}

/** Of a window of 2 × 2 in an image one place wider. */
function tapsOf(width: number, channels: number): number[] {
  return [0, 1, width + 1, width + 2].flatMap((place, tap) => [place * channels * 4, tap * channels * 4])
}

const size = fc.integer({ min: 1, max: 24 })
const sizes = fc.record({ rows: size, columns: size, depth: size, flag: fc.boolean() })
const cuts = fc.array(fc.nat(), { maxLength: 5 })

it.each(Object.entries(operations))(
  '%s leaves the same memory behind in one slice and in several, in any order',
  (_, operation) => {
    fc.assert(
      fc.property(sizes, cuts, fc.boolean(), fc.integer(), (sizes, cuts, isReversed, seed) => {
        const memory = new Float32Array(loaded.memory.buffer, POOL_START, FLOATS)
        const { name, args, units } = prepare(memory, operation, sizes, seed)
        const before = memory.slice()
        const run = loaded.kernels[name] as (...args: number[]) => void
        run(...args, 0, units)
        const whole = memory.slice()
        memory.set(before)
        const ends = [0, ...cuts.map((cut) => cut % (units + 1)), units].toSorted((a, b) => a - b)
        const slices = ends.slice(1).map((end, i) => [ends[i], end])
        for (const [from, to] of isReversed ? slices.toReversed() : slices) run(...args, from, to)
        expect(Buffer.compare(Buffer.from(memory.slice().buffer), Buffer.from(whole.buffer))).toBe(0)
      }),
    )
  },
)

/** Fills the memory with floats from −1 to 1 and lays out the operation's arguments in it. */
function prepare(
  memory: Float32Array,
  operation: Operation,
  sizes: Sizes,
  seed: number,
): ReturnType<Operation> {
  let state = seed
  for (let i = 0; i < FLOATS; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    memory[i] = state / 2 ** 31
  }
  let end = 0
  const floats = (count: number): number => {
    const start = end
    end += Math.ceil((count + 4) / 16) * 16 // a block's spare bytes
    expect(end).toBeLessThan(FLOATS)
    return POOL_START + start * 4
  }
  const integers = (values: readonly number[]): number => {
    const address = floats(values.length)
    new Int32Array(memory.buffer, address, values.length).set(values)
    return address
  }
  return operation({ floats, integers }, sizes)
}
