import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { isSameProcess, thisProcess } from './process-identity.ts'
import type { ProcessIdentity } from './process-identity.ts'

/** What a lock file says of who holds it. */
interface Holder extends ProcessIdentity {
  readonly host: string
  /** Unlike that of every other lock. */
  readonly token: string
}

/** A lock that is held. */
export interface Lock {
  release(): void
}

/**
 * Takes a lock that at most one process has: a file, made only if there is none. A process that was killed leaves its
 * lock behind; that is taken over with proof alone: on the same machine, no process has its id, or it is another one
 * (started at another time, or since another boot).
 *
 * @param path The lock file
 * @param what What it protects, for the message
 * @throws {Error} If it is held, or if nobody can say whether it is
 */
export function takeLock(path: string, what: string): Lock {
  for (;;) {
    const mine: Holder = { ...thisProcess(), host: hostname(), token: randomUUID() }
    if (create(path, mine)) return { release: () => release(path, mine) }
    const holder = read(path)
    if (holder === 'gone') continue
    requireDead(holder, path, what)
    takeAway(path, holder)
  }
}

/** False if there is such a file. Whole when it appears: written under another name, then linked. */
function create(path: string, holder: Holder): boolean {
  const draft = `${path}.${holder.token}`
  const file = openSync(draft, 'wx')
  try {
    writeSync(file, JSON.stringify(holder))
    fsyncSync(file)
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    closeSync(file)
    rmSync(draft, { force: true })
  }
}

function read(path: string): Partial<Holder> | 'gone' {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'gone'
    throw error
  }
  try {
    return JSON.parse(text) as Partial<Holder>
  } catch {
    return {}
  }
}

function requireDead(holder: Partial<Holder>, path: string, what: string): void {
  const { host, pid, token } = holder
  if (host === undefined || pid === undefined || token === undefined) {
    throw new Error(
      `${what} is locked by ${path}, which does not say by whom (another program, such as Optuna, may be writing). ` +
        'If nothing uses it, delete that file.',
    )
  }
  if (host !== hostname()) {
    throw new Error(
      `${what} is in use by process ${pid} on ${host}: this machine cannot tell whether it still runs. ` +
        `If it does not, delete ${path}.`,
    )
  }
  if (isSameProcess(holder as Holder)) {
    throw new Error(`${what} is in use by process ${pid}. Wait for it, or stop it.`)
  }
}

/** Removes the lock of a dead holder, and only that: whoever was faster may have one of the same name by now. */
function takeAway(path: string, holder: Partial<Holder>): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = read(aside)
  if (moved !== 'gone' && moved.token !== holder.token) linkSync(aside, path)
  rmSync(aside, { force: true })
}

function release(path: string, mine: Holder): void {
  const holder = read(path)
  if (holder !== 'gone' && holder.token === mine.token) rmSync(path, { force: true })
}
