import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  rmSync,
  utimesSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { identifyProcess, isRunning } from './process-identity.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { writeAll } from './write-all.ts'

/** Optuna removes a lock file that has not been modified for 30 s. */
const REFRESH_MILLISECONDS = 10_000

/** A lock file without an owner may get an owner or disappear soon: Optuna holds its lock for one write. */
const TRIES = 20
const MILLISECONDS_BETWEEN_TRIES = 25

/** The owner of a lock, as the lock file describes it. */
interface Holder extends ProcessIdentity {
  readonly host: string
  /** Unique to this lock. */
  readonly token: string
}

/** A lock that this process holds. */
export interface Lock {
  /**
   * Checks that this process still holds the lock. Call it before each write that the lock protects.
   *
   * @throws {LockedError} If another program has removed the lock or has taken it over
   */
  check(): void
  /** Releases the lock. A second call does nothing. */
  release(): void
}

/** The error thrown when another owner holds a lock, or may hold it. */
export class LockedError extends Error {
  override readonly name = 'LockedError'
}

/**
 * Takes an exclusive lock by creating a lock file. The file is refreshed every 10 s while the event loop runs, so that programs
 * that expect short locks, such as Optuna, see that the lock is in use.
 *
 * A killed process leaves its lock file behind. That lock is taken over only if its owner is provably dead: it is on the same
 * machine, and no process has its number, or the process with that number has another start time or boot.
 *
 * @param file The path of the lock file; its folder must exist
 * @param subject The name of the protected resource, which error messages start with: `Journal a.log`
 * @throws {LockedError} If a process holds the lock, even this process, or if a process may hold it: the file names no owner, or
 *   an owner on another machine
 * @throws {Error} The system's error if the lock file cannot be created
 *
 * @example
 * const lock = takeLock('run/.lock', 'Run folder run')
 * try {
 *   lock.check()
 *   writeFileSync('run/metrics.jsonl', '…')
 * } finally {
 *   lock.release()
 * }
 */
export function takeLock(file: string, subject: string): Lock {
  const path = resolve(file) // the working folder may change
  const owner: Holder = { ...identifyProcess(process.pid), host: hostname(), token: randomUUID() }
  take(path, path, owner, subject)
  let refreshed = performance.now()
  function refresh(): void {
    if (performance.now() - refreshed < REFRESH_MILLISECONDS / 2) return
    refreshed = performance.now()
    const now = new Date()
    utimesSync(path, now, now)
  }
  const timer = setInterval(() => {
    try {
      if (isOf(read(path), owner)) refresh()
    } catch {
      // check() reports the problem.
    }
  }, REFRESH_MILLISECONDS).unref()
  return {
    check() {
      const holder = read(path)
      // The timer does not run while the owner keeps the event loop busy.
      if (isOf(holder, owner)) return refresh()
      throw new LockedError(
        `${subject} is no longer locked by this process: another program has ` +
          `${holder === 'none' ? 'removed' : 'replaced'} ${path} and may be writing. This process writes nothing more; ` +
          'stop that program, then start again.',
      )
    },
    release() {
      clearInterval(timer)
      release(path, owner)
    },
  }
}

/** Takes `path`, which is the lock `root` itself or the right to remove the lock `root` of a dead owner. */
function take(path: string, root: string, owner: Holder, subject: string): void {
  for (let tries = 0; tries < TRIES;) {
    if (create(path, owner)) return
    const holder = read(path)
    if (holder === undefined || holder === 'none') {
      tries++
      sleep(MILLISECONDS_BETWEEN_TRIES)
      continue
    }
    // A network file system may have created the link and lost its answer.
    if (isOf(holder, owner)) return
    requireDead(holder, path, subject)
    removeDead(path, root, holder, owner, subject)
  }
  throw new LockedError(
    `${subject} is locked by ${path}, which names no owner: another program, such as Optuna, may be writing. ` +
      'If no program is, delete that file.',
  )
}

/** Creates a lock file; returns false if it exists. If the system has hard links, the file is complete when it appears. */
function create(path: string, owner: Holder): boolean {
  const draft = `${path}.${owner.token}.draft`
  try {
    writeNew(draft, owner)
    try {
      linkSync(draft, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
      writeNew(path, owner)
    }
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Writes a new file. It fails with EEXIST if the file exists, and leaves no file if it cannot be written. */
function writeNew(path: string, holder: Holder): void {
  const fd = openSync(path, 'wx')
  try {
    writeAll(fd, Buffer.from(JSON.stringify(holder)))
    fsyncSync(fd)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(fd)
  }
}

/**
 * Reads a lock file. Returns 'none' if there is no file, and undefined if the file names no owner, as Optuna's symbolic link or
 * an empty file.
 */
function read(path: string): Holder | 'none' | undefined {
  try {
    if (!lstatSync(path).isFile()) return undefined
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder> | null
    if (typeof holder?.host !== 'string' || !/^[\w-]+$/.test(String(holder.token))) return undefined
    return Number.isSafeInteger(holder.pid) && Number(holder.pid) > 0 ? (holder as Holder) : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none'
    throw error
  }
}

function requireDead(holder: Holder, path: string, subject: string): void {
  const { host, pid } = holder
  if (host !== hostname()) {
    throw new LockedError(
      `${subject} is in use by process ${pid} on ${host}: this machine cannot tell whether that process is still running. ` +
        `If it is not, delete ${path}.`,
    )
  }
  if (!isRunning(holder)) return
  throw new LockedError(
    pid === process.pid
      ? `${subject} is in use by this process (${pid}), which opened it earlier. Close it first.`
      : `${subject} is in use by process ${pid}. Wait for it, or stop it.`,
  )
}

/**
 * Removes the lock of a dead owner. Another process may have removed it meanwhile, and a living owner may have created a new
 * one. The right to remove a lock is therefore a lock, too, named after the dead owner's token. The holder of that right reads
 * the file again before removing it, and no other process can change the file in between.
 */
function removeDead(path: string, root: string, dead: Holder, owner: Holder, subject: string): void {
  const right = `${root}.${dead.token}.takeover`
  take(right, root, owner, subject)
  try {
    if (!isOf(read(path), dead)) return
    rmSync(path, { force: true })
    rmSync(`${path}.${dead.token}.draft`, { force: true })
  } finally {
    release(right, owner)
  }
}

function release(path: string, owner: Holder): void {
  if (isOf(read(path), owner)) rmSync(path, { force: true })
}

function isOf(holder: Holder | 'none' | undefined, owner: Holder): boolean {
  return typeof holder === 'object' && holder.token === owner.token
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
