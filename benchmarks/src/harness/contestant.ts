import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Hello } from './protocol.ts'

/** A program to measure, with its name in the tables. */
export interface ContestantSpec {
  readonly name: string
  readonly threads: number
  /** The command that starts the program or, if the program is missing, a message that explains how to install it. */
  readonly command: readonly string[] | { readonly missing: string }
}

/** A contestant in its own process, which is idle until it receives a request. */
export interface Contestant {
  readonly hello: Hello
  /** Sends a request and waits for the reply. Only one request at a time is allowed. */
  ask<Reply>(request: object): Promise<Reply>
  close(): Promise<void>
}

/**
 * Starts a contestant: a process that writes one line of JSON when it is ready, then one line for each line that it reads.
 *
 * @throws {Error} If the contestant is missing, or ends before it is ready. The message is short enough for a table
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

/** Returns the line of a stack trace that contains the message. */
function lastError(errors: string): string {
  const lines = errors.split('\n').filter((line) => line.trim() !== '')
  const line = lines.findLast((candidate) => /^\w*(Error|Exception)\b/.test(candidate)) ?? lines.at(-1)
  return (line ?? 'ended without a message').slice(0, 200).replaceAll('|', '\\|')
}
