import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createCommandQueue, QUEUE_BYTES } from './command-queue.ts'
import type { CommandQueue } from './command-queue.ts'
import { POOL_START } from '../generated/operations.ts'
import { compileKernels, instantiateKernels } from './load-kernels.ts'
import { createMemoryPool } from '../memory/memory-pool.ts'
import type { MemoryPool } from '../memory/memory-pool.ts'
import { createWorkerThreads } from './worker-threads.ts'
import type { WorkerThreads } from './worker-threads.ts'

const BLOCK_BYTES = 2 ** 20
const BLOCKS = 4

interface Machine {
  readonly threads: WorkerThreads
  readonly queue: CommandQueue
  readonly memory: WebAssembly.Memory
  readonly pool: MemoryPool
}

async function createMachine(count: number): Promise<Machine> {
  const loaded = instantiateKernels(await compileKernels())
  const threads = createWorkerThreads(loaded, count)
  const pool = createMemoryPool(loaded.memory, POOL_START)
  const address = pool.allocate(QUEUE_BYTES)
  const queue = createCommandQueue(loaded.kernels, loaded.memory, address, { threads, workPerSlice: 1 })
  return { threads, queue, memory: loaded.memory, pool }
}

/** Appends an operation that copies four blocks, one a slice. The first or the last block may lie outside the memory. */
function appendCopy({ queue, memory, pool }: Machine, failing: 'none' | 'first' | 'last'): number {
  const source = pool.allocate(BLOCKS * BLOCK_BYTES)
  const target = pool.allocate(BLOCKS * BLOCK_BYTES)
  const end = memory.buffer.byteLength
  new Uint8Array(memory.buffer, source, BLOCKS * BLOCK_BYTES).fill(7)
  const from = { none: source, first: -64, last: end - BLOCKS * BLOCK_BYTES + 64 }[failing]
  const step = failing === 'first' ? 0 : BLOCK_BYTES
  queue.append.copyRows({
    units: BLOCKS,
    work: 2 ** 20,
    source: from,
    target,
    rows: 1,
    rowBytes: BLOCK_BYTES,
    sourceRow: 0,
    targetRow: 0,
    sourceBlock: step,
    targetBlock: BLOCK_BYTES,
  })
  return target
}

describe('an operation that traps', () => {
  let machine: Machine

  beforeEach(async () => {
    machine = await createMachine(2)
    appendCopy(machine, 'none')
    machine.queue.flush()
    while (machine.threads.running < 2) await new Promise((resolve) => setTimeout(resolve, 1))
  })
  afterEach(() => machine.threads.stop())

  it.each(['first', 'last'] as const)(
    'in the %s slice ends the call with an error, and later calls work',
    (failing) => {
      for (let i = 0; i < 20; i++) {
        appendCopy(machine, failing)
        expect(() => machine.queue.flush()).toThrow('A kernel of the simd backend failed')
        machine.queue.clear()
      }
      const target = appendCopy(machine, 'none')
      machine.queue.flush()
      const copied = new Uint8Array(machine.memory.buffer, target, BLOCKS * BLOCK_BYTES)
      expect(copied.every((byte) => byte === 7)).toBe(true)
    },
  )
})

describe('one thread does all the work if a worker cannot start', () => {
  afterEach(() => void jest.restoreAllMocks())

  it('because its constructor throws', async () => {
    const getBuiltinModule = process.getBuiltinModule.bind(process)
    let attempts = 0
    jest.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) => {
      if (name !== 'node:worker_threads') return getBuiltinModule(name)
      return {
        Worker: class {
          constructor() {
            attempts++
            throw new Error('Access to this API has been restricted')
          }
        },
      }
    }) as typeof process.getBuiltinModule)
    const machine = await createMachine(3)
    for (let i = 0; i < 3; i++) {
      const target = appendCopy(machine, 'none')
      machine.queue.flush()
      expect(new Uint8Array(machine.memory.buffer)[target]).toBe(7)
    }
    expect(machine.threads.running).toBe(1)
    expect(attempts).toBe(1)
  })

  it('because the permission model of Node forbids it', async () => {
    const program = `
      import * as tf from '@tensorflow/tfjs-core'
      import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
      await registerSimdBackend({ threads: 2, workPerSlice: 1 })
      await tf.setBackend('simd')
      const [value] = tf.matMul(tf.ones([40, 40]), tf.ones([40, 40])).dataSync()
      console.log(JSON.stringify({ value, threads: tf.backend().runningThreads }))`
    const args = ['--permission', '--allow-fs-read=*', '--input-type=module', '--eval', program]
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname })
    expect(JSON.parse(stdout)).toEqual({ value: 40, threads: 1 })
  })
})
