import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Hello } from './protocol.ts'

/** A program to measure, with its name in the tables. */
export interface ContestantSpec {
  readonly name: string
  readonly threads: number
  /** The command that starts the program, or why there is none and how to get one. */
  readonly command: readonly string[] | { readonly missing: string }
}

/** A contestant in a process of its own, which is idle until it gets a request. */
export interface Contestant {
  readonly hello: Hello
  /** Sends one request and waits for its reply. One at a time. */
  ask<Reply>(request: object): Promise<Reply>
  close(): Promise<void>
}

/**
 * Starts a contestant: a process that writes one line of JSON when it is ready, then one for each line that it reads.
 *
 * @throws {Error} If the contestant is missing, or ends before it is ready; the message is short enough for a table
 */
export async function startContestant({ command }: Pick<ContestantSpec, 'command'>): Promise<Contestant> {
  if ('missing' in command) throw new Error(command.missing)
  const [program, ...args] = command
  const child = spawn(program, args, { stdio: 'pipe' })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk).slice(-4000)))
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      errors += error.message
      resolve()
    })
    child.once('close', () => resolve())
  })
  child.stdin.on('error', () => {}) // the contestant has ended, which the missing reply reports
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  async function read<Reply>(): Promise<Reply> {
    const { value, done } = await lines.next()
    if (!done && value.startsWith('{')) return JSON.parse(value) as Reply
    child.kill()
    await exited
    throw new Error(done ? lastError(errors) : `expected JSON, got ${value.slice(0, 100)}`)
  }

  return {
    hello: await read<Hello>(),
    async ask<Reply>(request: object): Promise<Reply> {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      return read<Reply>()
    },
    async close() {
      child.stdin.end()
      await exited
    },
  }
}

/** The line of a stack trace that holds the message. */
function lastError(errors: string): string {
  const lines = errors.split('\n').filter((line) => line.trim() !== '')
  const line = lines.findLast((candidate) => /^\w*(Error|Exception)\b/.test(candidate)) ?? lines.at(-1)
  return (line ?? 'ended without a message').slice(0, 200).replaceAll('|', '\\|')
}
