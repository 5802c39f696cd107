import { assembleWasm, wasm } from './assemble-wasm.ts'
import type { Code } from './assemble-wasm.ts'

/** Does some floating-point work and says how many operations it was. */
export type Work = () => number

const STEPS = 64 // of the inner loop; the data of all of them fits the first-level cache
const STRIDE = 64 // bytes of vectors in a step
const VECTORS_AT = 8192
const SPLATS_AT = 32768
const RUNS = 100

const COUNT = 0
const POSITION = 1
const sum = (row: number, column: number): number => 2 + 4 * row + column
const left = (row: number): number => 10 + row
const right = (column: number): number => 12 + column
const SPARE = 16

const rows = [0, 1]
const columns = [0, 1, 2, 3]
const { get, set, tee, constant, subtract, untilZero, multiplyVectors, addVectors } = wasm

/**
 * The most that 128-bit SIMD can do here without fused multiply-add, which WebAssembly lacks: 8 independent sums of
 * products of 4 numbers each.
 *
 * `arithmetic` has all operands in registers. `withLoads` loads them as the inner loop of a matrix product does that
 * keeps 2 rows by 4 vectors in registers: 4 vectors and 2 splatted numbers for every 8 multiply-adds.
 */
export async function simdPeak(): Promise<Record<'arithmetic' | 'withLoads', Work>> {
  return {
    // The left operands change places in each step, or the compiler would move the products out of the loop.
    arithmetic: await compile(loadOperands(constant(0)), [...multiplyAdds(), exchangeLeft()]),
    withLoads: await compile([], [loadOperands(get(POSITION)), ...multiplyAdds()]),
  }
}

function multiplyAdds(): Code[] {
  return rows.flatMap((row) =>
    columns.map((column) => [
      ...get(sum(row, column)),
      ...get(left(row)),
      ...get(right(column)),
      ...multiplyVectors,
      ...addVectors,
      ...set(sum(row, column)),
    ]),
  )
}

function loadOperands(address: Code): Code {
  return [
    ...rows.flatMap((row) => [...address, ...wasm.loadSplat(SPLATS_AT + 4 * row), ...set(left(row))]),
    ...columns.flatMap((column) => [
      ...address,
      ...wasm.loadVector(VECTORS_AT + 16 * column),
      ...set(right(column)),
    ]),
  ]
}

function exchangeLeft(): Code {
  return [...get(left(0)), ...set(SPARE), ...get(left(1)), ...set(left(0)), ...get(SPARE), ...set(left(1))]
}

/** A function that runs `prepare`, then `step` again and again, with the position going down from the end to 0. */
async function compile(prepare: Code, step: readonly Code[]): Promise<Work> {
  const countDown = (local: number, by: number): Code => [
    ...get(local),
    ...constant(by),
    ...subtract,
    ...tee(local),
  ]
  const inner = untilZero([...step, countDown(POSITION, STRIDE)])
  const outer = untilZero([constant(STEPS * STRIDE), set(POSITION), inner, countDown(COUNT, 1)])
  const keep = rows.flatMap((row) =>
    columns.map((column) => [
      ...constant(16 * (4 * row + column)),
      ...get(sum(row, column)),
      ...wasm.storeVector(0),
    ]),
  )
  const bytes = assembleWasm({ integers: 1, vectors: 15, body: [prepare, outer, ...keep], pages: 1 })
  const { instance } = await WebAssembly.instantiate(bytes)
  const { run, memory } = instance.exports as { run(count: number): void; memory: WebAssembly.Memory }
  new Float32Array(memory.buffer).fill(0.001)
  return () => {
    run(RUNS)
    return RUNS * STEPS * rows.length * columns.length * 4 * 2
  }
}
