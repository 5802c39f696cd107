import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * Runs a program of this folder in which no file may grow beyond 1 kB, which simulates a full disk: a write stores the bytes
 * that still fit, and the next write fails.
 *
 * @returns The output of the program
 */
export function runOnFullDisk(program: string, ...words: readonly string[]): string {
  const command = `ulimit -f 1; trap '' XFSZ; exec "$0" "$@"`
  const script = join(import.meta.dirname, program)
  const { stdout, stderr } = spawnSync('bash', ['-c', command, process.execPath, script, ...words], {
    encoding: 'utf8',
  })
  if (stderr !== '') throw new Error(stderr)
  return stdout
}
