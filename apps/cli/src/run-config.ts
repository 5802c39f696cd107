import { readFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { version_core } from '@tensorflow/tfjs-core'
import type { LoadedDataset } from '@tunekit/mnist/node'
import packageJson from '../package.json' with { type: 'json' }
import type { RunFolder } from './run-folder.ts'
import type { TrainConfig } from './train-config.ts'

/** What `config.json` of a run folder holds. */
export interface RunConfig {
  readonly options: TrainConfig
  readonly versions: Readonly<Record<string, string>>
  /** What it ran on; nothing but its speed depends on it. */
  readonly machine?: string
  readonly dataset: { readonly name: string; readonly sha256: Readonly<Record<string, string>> }
}

/** Describes a run before it starts. */
export function describeRun(options: TrainConfig, dataset: LoadedDataset): RunConfig {
  return {
    options,
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`,
    versions: { tunekit: packageJson.version, tfjs: version_core, node: process.versions.node },
    dataset: {
      name: dataset.name,
      sha256: Object.fromEntries(dataset.files.map(({ role, sha256 }) => [role, sha256])),
    },
  }
}

/**
 * Reads the config of a run.
 *
 * @throws {Error} If the folder is not a run
 */
export async function readRunConfig(run: RunFolder): Promise<RunConfig> {
  try {
    return JSON.parse(await readFile(run.config, 'utf8')) as RunConfig
  } catch (error) {
    throw new Error(`${run.path} is no run folder: expected its config.json. ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/**
 * @throws {Error} If the data is not what the run was started on
 */
export function requireSameData(run: RunConfig, current: RunConfig): void {
  for (const [role, sha256] of Object.entries(run.dataset.sha256)) {
    if (current.dataset.sha256[role] !== sha256) {
      throw new Error(
        `The data has changed since the run was started: expected ${role} with sha256 ${sha256}, ` +
          `got ${current.dataset.sha256[role]}. Restore the files, or start a new run.`,
      )
    }
  }
}
