import { readFile } from 'node:fs/promises'
import { parseSweepFile, SweepFileError } from '@tunekit/sweep/file'
import type { SweepFile, SweepMetric } from '@tunekit/sweep/file'
import { optionName } from '../options/train-arguments.ts'
import { say } from '../process/print.ts'
import { UsageError } from '../process/usage-error.ts'
import { findTrainProblem, requireTrainMetric, tuningMetric } from './train-parameters.ts'

/** A sweep file that was checked for `tunekit sweep`. */
export interface Sweep extends SweepFile {
  /** The metric by which trials are compared. */
  readonly metric: SweepMetric
  /** The text of the file. */
  readonly text: string
  /** Whether trials are runs of `tunekit train` rather than of a program. */
  readonly isTrain: boolean
}

/**
 * Reads a sweep file and prints its warnings.
 *
 * @throws {Error} If the file cannot be read
 * @throws {UsageError} If the file has a mistake; the message names its position
 */
export async function readSweep(path: string): Promise<Sweep> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new Error(`Cannot read sweep file ${path}: ${error.message}`, { cause: error })
  })
  const sweepFile = parse(text, path)
  for (const warning of sweepFile.warnings) say(warning)
  const { metric, program, command } = sweepFile
  if (!metric) {
    throw new UsageError(
      `${path}: The sweep has a program but no \`metric\`: expected its \`name\` and \`goal\`.`,
    )
  }
  const isTrain = program === undefined && command === undefined
  if (isTrain) requireTrainMetric(metric, path)
  return { ...sweepFile, metric, text, isTrain }
}

function parse(text: string, fileName: string): SweepFile {
  try {
    return parseSweepFile(text, {
      fileName,
      metric: tuningMetric,
      environment: process.env,
      canonicalName: optionName,
      findProblem: findTrainProblem,
    })
  } catch (error) {
    if (error instanceof SweepFileError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}
