import { dispatch } from './generated/dispatch'

/*
 * Runs commands, on one thread or on several.
 *
 * A command is a list of 32-bit words:
 *
 *     word    field
 *     0       the number of the operation, see generated/dispatch
 *     1       the number of words of the command
 *     2       units: the operation can be done in slices, each of some of the units 0 to `units`
 *     3       slices: the number of slices, 1 to 32
 *     4       the arguments of the operation, in the order of its parameters
 *
 * The calling thread does the commands one after another. It offers a command of several slices to the workers: every thread takes
 * slices until none is left, and the command is done when all its slices are. So no thread waits for a thread that has no
 * processor. The calling thread takes the first slices and workers take the last, so that each mostly meets the part of the data
 * that is in its cache. The result of a unit depends neither on the slice that contains it nor on the thread that computes it: the
 * bits are the same for any number of threads.
 *
 * A thread that waits first spins, since the next command often follows within a microsecond, and then sleeps.
 *
 * An operation that traps ends the worker that does its slice, or throws in the calling thread. The slice then counts as done, so
 * that no thread waits for it forever, and the remaining commands are not run.
 */

/** Words of a command before its arguments. */
export const HEADER_WORDS: i32 = 4
const HEADER_BYTES: usize = 16

// Words of the first kilobyte, which instances of the module do not initialize. Each word has its own cache line, so that threads
// that watch one word are not disturbed by writes to another.
const OFFER: usize = 64 // 64 bits: the number of offers so far, above a bit for each slice that no thread has taken
const OFFERS: usize = OFFER + 4 // its upper half
const COMMAND: usize = 128 // address of the command on offer
const DONE: usize = 192 // slices of this command that are done
const SLEEPERS: usize = 256 // threads that sleep until OFFERS or DONE changes
const STOPPED: usize = 320 // 1: the workers return
const WORKERS: usize = 384 // workers that have started and not failed
const FAILED: usize = 448 // 1: an operation has trapped in a worker

/** The most slices of a command: the lower half of OFFER has a bit for each. */
export const MOST_SLICES: i32 = 32

/** Reads of OFFERS before a worker sleeps: about 600 µs, longer than the pause between two steps of training. */
const WORKER_SPINS: i32 = 1_000_000

/** Reads of DONE before the calling thread sleeps, which can free its processor for a worker: about 50 µs. */
const CALLER_SPINS: i32 = 100_000

/** Whether this thread is doing a slice. Each thread has its own globals. */
let hasSlice: bool = false

/** The number of slices of the last command that this thread has offered. */
let offered: i32 = 0

/**
 * Runs the commands from `command` to `end`. Traps if an operation traps, on whichever thread; `abandon` must be called then.
 *
 * @param canBlock Whether this thread may sleep, which the thread of a page may not
 */
export function run(command: usize, end: usize, canBlock: bool): void {
  while (command < end) {
    if (load<i32>(command, 12) == 1) {
      dispatch(load<i32>(command), command + HEADER_BYTES, 0, load<i32>(command, 8))
    } else {
      share(command, canBlock)
    }
    if (atomic.load<i32>(FAILED)) unreachable()
    command += (<usize>load<u32>(command, 4)) << 2
  }
}

/** Runs a worker, which does slices of the commands that are offered until `stop` is called. */
export function work(): void {
  atomic.add<i32>(WORKERS, 1)
  while (true) {
    const offers = atomic.load<i32>(OFFERS)
    if (atomic.load<i32>(STOPPED)) return
    takeSlices(true)
    awaitChange(OFFERS, offers, WORKER_SPINS, true)
  }
}

/** Must be called after `run` has trapped. Returns when no thread works on the command any more. */
export function abandon(canBlock: bool): void {
  giveUpSlice()
  while (takeSlice(false) != -1) countDone(offered)
  awaitSlices(canBlock)
  atomic.store<i32>(FAILED, 0)
}

/** Must be called after `work` has trapped. */
export function fail(): void {
  atomic.sub<i32>(WORKERS, 1)
  atomic.store<i32>(FAILED, 1)
  giveUpSlice()
}

/** The number of workers that have started and not failed. */
export function workers(): i32 {
  return atomic.load<i32>(WORKERS)
}

/** Makes the workers return. */
export function stop(): void {
  atomic.store<i32>(STOPPED, 1)
  offer(0)
}

/** Does a command together with the workers. */
function share(command: usize, canBlock: bool): void {
  offered = load<i32>(command, 12)
  store<u32>(COMMAND, command)
  atomic.store<i32>(DONE, 0)
  offer((<u32>-1) >> (MOST_SLICES - offered))
  takeSlices(false)
  awaitSlices(canBlock)
}

/** Returns when all slices that this thread has offered are done. */
function awaitSlices(canBlock: bool): void {
  let done = atomic.load<i32>(DONE)
  while (done < offered) {
    awaitChange(DONE, done, CALLER_SPINS, canBlock)
    done = atomic.load<i32>(DONE)
  }
}

function offer(slices: u32): void {
  const offers = <u64>atomic.load<u32>(OFFERS) + 1
  atomic.store<u64>(OFFER, (offers << 32) | slices)
  wake(OFFERS)
}

/** Takes and does slices of the offered command, until all are taken. */
function takeSlices(fromLast: bool): void {
  while (true) {
    const slice = takeSlice(fromLast)
    if (slice == -1) return
    // The command stays as it is until this slice is done.
    const command = load<u32>(COMMAND)
    const units = <i64>load<i32>(command, 8)
    const slices = load<i32>(command, 12)
    const from = <i32>((units * slice) / slices)
    const to = <i32>((units * (slice + 1)) / slices)
    hasSlice = true
    dispatch(load<i32>(command), command + HEADER_BYTES, from, to)
    hasSlice = false
    countDone(slices)
  }
}

/** Takes a slice of the offered command. Returns −1 if none is left. */
// @inline
function takeSlice(fromLast: bool): i32 {
  while (true) {
    const offer = atomic.load<u64>(OFFER)
    const left = <u32>offer
    if (left == 0) return -1
    const slice = fromLast ? 31 - clz(left) : ctz(left)
    if (atomic.cmpxchg<u64>(OFFER, offer, offer ^ ((<u64>1) << slice)) == offer) return <i32>slice
  }
}

/** Counts a slice as done, of a command with `slices` slices. */
function countDone(slices: i32): void {
  if (atomic.add<i32>(DONE, 1) == slices - 1) wake(DONE)
}

/** Counts the slice in which this thread has trapped as done, if it was doing one. */
function giveUpSlice(): void {
  if (!hasSlice) return
  hasSlice = false
  countDone(load<i32>(load<u32>(COMMAND), 12))
}

/** Waits until the word at `address` is no longer `value`. */
function awaitChange(address: usize, value: i32, spins: i32, canBlock: bool): void {
  while (atomic.load<i32>(address) == value) {
    if (spins > 0) {
      spins--
    } else if (canBlock) {
      atomic.add<i32>(SLEEPERS, 1)
      atomic.wait<i32>(address, value)
      atomic.sub<i32>(SLEEPERS, 1)
    }
  }
}

/** Wakes the threads that wait at `address`, after the word there has changed. */
function wake(address: usize): void {
  if (atomic.load<i32>(SLEEPERS) > 0) atomic.notify(address)
}
