import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/tunekit.js', import.meta.url))

/** The output and the exit code of a process of the app. */
export interface Result {
  readonly stdout: string
  readonly stderr: string
  /** Null if a signal ended the process. */
  readonly code: number | null
}

/**
 * Runs the built app in `folder`. `watch` is called with the process and its stderr so far, until it returns a truthy value.
 */
export async function runCli(
  args: readonly string[],
  { folder, watch }: { folder: string; watch?: (child: ChildProcess, stderr: string) => unknown },
): Promise<Result> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  let hasSeen: unknown = false
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    hasSeen ||= watch?.(child, stderr)
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { stdout, stderr, code }
}

/** Calls `use` with a new folder and removes it afterwards. */
export async function inTemporaryFolder<Value>(use: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'tunekit-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
