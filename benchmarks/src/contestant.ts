import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A program to be measured and how it is called in the tables. */
export interface ContestantSpec {
  readonly name: string
  readonly threads: number
  /** The command to start, or why there is none and what to do. */
  readonly command: readonly string[] | { readonly missing: string }
}

/** The first line that a contestant writes. */
export interface Hello {
  /** Of the software under test, by name. */
  readonly versions: Readonly<Record<string, string>>
}

/** A contestant in a process of its own, idle until asked. */
export interface Contestant {
  readonly hello: Hello
  /** Sends one request and waits for its reply. One at a time. */
  ask<Reply>(request: object): Promise<Reply>
  close(): Promise<void>
}

/**
 * Starts a contestant: a process that writes a line of JSON when it is ready, then one for each line that it reads.
 *
 * @throws {Error} If it is missing or ends before it is ready; the message is short enough for a table
 */
export async function startContestant({ command }: Pick<ContestantSpec, 'command'>): Promise<Contestant> {
  if ('missing' in command) throw new Error(command.missing)
  const [program, ...parameters] = command
  const child = spawn(program, parameters, { stdio: 'pipe' })
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk).slice(-4000)))
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      complaints += error.message
      resolve()
    })
    child.once('close', () => resolve())
  })
  child.stdin.on('error', () => {}) // of a contestant that has ended: the missing reply tells
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  async function read<Reply>(): Promise<Reply> {
    const { value, done } = await lines.next()
    if (!done && value.startsWith('{')) return JSON.parse(value) as Reply
    child.kill()
    await exited
    throw new Error(done ? lastError(complaints) : `expected JSON, got ${value.slice(0, 100)}`)
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

/** The line of a stack trace that says what was wrong. */
function lastError(complaints: string): string {
  const lines = complaints.split('\n').filter((line) => line.trim() !== '')
  const line = lines.findLast((candidate) => /^\w*(Error|Exception)\b/.test(candidate)) ?? lines.at(-1)
  return (line ?? 'ended without a word').slice(0, 200).replaceAll('|', '\\|')
}
