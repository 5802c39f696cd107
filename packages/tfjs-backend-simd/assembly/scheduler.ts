import { dispatch } from './generated/dispatch'

/**
 * Runs programs of commands on one or more threads.
 *
 * A command is a list of 32-bit words:
 *
 *     word    field
 *     0       which operation, a number of generated/dispatch
 *     1       number of words of this command
 *     2       units: the operation can be done in parts, each some of the units 0 to `units`
 *     3       parts: the most threads that are worth using
 *     4       the operation's arguments, in the order of its parameters
 *
 * Thread i of n does the i-th of the min(n, parts) slices of the units, then waits for the others before it goes on to
 * the next command. What a unit's result is does not depend on the slice that it is in, so that the bits do not depend
 * on the number of threads.
 *
 * Threads that wait spin first, since the next command is often less than a microsecond away, and then sleep.
 */

const HEADER: usize = 16

// Words of the first kilobyte, which no module of kernels fills when it is instantiated. Each has a cache line of its
// own, so that threads which watch one are not disturbed by writes to another.
const GENERATION: usize = 64 // number of programs started on all threads
const ARRIVED: usize = 128 // threads that wait at the current barrier
const PHASE: usize = 192 // number of barriers passed
const SLEEPERS: usize = 256 // threads that sleep until GENERATION or PHASE changes
const READY: usize = 320 // workers that wait for programs
const PROGRAM: usize = 384 // first byte, end and number of threads of the program that runs
const STOPPED: usize = 448 // 1: the workers return

/** Reads of one word before a waiting thread goes to sleep: about 100 µs. */
const SPINS: i32 = 100_000

/** How many workers have arrived at `work`. */
export function readyWorkers(): i32 {
  return atomic.load<i32>(READY)
}

/**
 * Runs the commands from `program` to `end`. With `threads` above 1, as many workers as that less one must be ready,
 * and no others. `maySleep` says that this thread may sleep, which a browser's main thread may not.
 */
export function run(program: usize, end: usize, threads: i32, maySleep: bool): void {
  if (threads > 1) {
    store<u32>(PROGRAM, program)
    store<u32>(PROGRAM, end, 4)
    store<u32>(PROGRAM, threads, 8)
    atomic.add<i32>(GENERATION, 1)
    wake(GENERATION)
  }
  execute(program, end, 0, threads, maySleep)
}

/** A worker's life: executes each program as thread number `thread`, from 1 on, until `stop`. */
export function work(thread: i32): void {
  let seen = 0
  atomic.add<i32>(READY, 1)
  while (true) {
    awaitChange(GENERATION, seen, true)
    if (atomic.load<i32>(STOPPED)) return
    seen++
    execute(load<u32>(PROGRAM), load<u32>(PROGRAM, 4), thread, load<i32>(PROGRAM, 8), true)
  }
}

/** Makes the workers return. */
export function stop(): void {
  atomic.store<i32>(STOPPED, 1)
  atomic.add<i32>(GENERATION, 1)
  wake(GENERATION)
}

function execute(program: usize, end: usize, thread: i32, threads: i32, maySleep: bool): void {
  while (program < end) {
    const units = load<i32>(program, 8)
    const parts = min(load<i32>(program, 12), threads)
    if (thread < parts) {
      const from = <i32>((<i64>units * thread) / parts)
      const to = <i32>((<i64>units * (thread + 1)) / parts)
      dispatch(load<i32>(program), program + HEADER, from, to)
    }
    program += <usize>load<u32>(program, 4) << 2
    if (threads > 1) barrier(threads, maySleep)
  }
}

/** Returns when all threads have called it. */
function barrier(threads: i32, maySleep: bool): void {
  const phase = atomic.load<i32>(PHASE)
  if (atomic.add<i32>(ARRIVED, 1) == threads - 1) {
    atomic.store<i32>(ARRIVED, 0)
    atomic.store<i32>(PHASE, phase + 1)
    wake(PHASE)
  } else {
    awaitChange(PHASE, phase, maySleep)
  }
}

/** Returns when the word at `address` is no longer `value`. */
function awaitChange(address: usize, value: i32, maySleep: bool): void {
  let spins = SPINS
  while (atomic.load<i32>(address) == value) {
    if (spins > 0) {
      spins--
    } else if (maySleep) {
      atomic.add<i32>(SLEEPERS, 1)
      atomic.wait<i32>(address, value)
      atomic.sub<i32>(SLEEPERS, 1)
    }
  }
}

/** Wakes the threads that sleep at `address`, after its word was changed. */
function wake(address: usize): void {
  if (atomic.load<i32>(SLEEPERS) > 0) atomic.notify(address)
}
