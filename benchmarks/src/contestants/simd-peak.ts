import { readFile } from 'node:fs/promises'
import { compileString } from 'assemblyscript/asc'

/** Does some floating-point work, and returns the number of operations. */
export type Work = () => number

const RUNS = 100

/**
 * Compiles the loops of assembly/simd-peak.ts, which reach the peak speed of 128-bit SIMD on this machine without fused
 * multiply-add, which WebAssembly lacks.
 *
 * @returns `arithmetic`: all operands are in registers. `withLoads`: with the loads of a matrix product
 */
export async function simdPeak(): Promise<Record<'arithmetic' | 'withLoads', Work>> {
  const source = await readFile(new URL('../../assembly/simd-peak.ts', import.meta.url), 'utf8')
  const { binary, error, stderr } = await compileString(source, {
    ...{ optimizeLevel: 3, noAssert: true, runtime: 'stub', enable: ['simd'], initialMemory: 1 },
  })
  if (error) throw new Error(stderr.toString(), { cause: error })
  const { instance } = await WebAssembly.instantiate(binary as Uint8Array<ArrayBuffer>)
  const { arithmetic, withLoads, operationsPerRun, memory } = instance.exports as unknown as SimdPeakExports
  new Float32Array(memory.buffer).fill(0.001)
  const workOf = (run: (runs: number) => void): Work => {
    return () => {
      run(RUNS)
      return RUNS * operationsPerRun.value
    }
  }
  return { arithmetic: workOf(arithmetic), withLoads: workOf(withLoads) }
}

interface SimdPeakExports {
  arithmetic(runs: number): void
  withLoads(runs: number): void
  readonly operationsPerRun: WebAssembly.Global<'i32'>
  readonly memory: WebAssembly.Memory
}
