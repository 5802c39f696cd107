import { createPruner } from '../pruners/create-pruner.ts'
import type { StudyOptions } from '../runner/study-options.ts'
import { createSampler, samplers } from '../samplers/create-sampler.ts'
import type { SamplerType } from '../samplers/create-sampler.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { SweepFile } from './sweep-file.ts'

/**
 * Returns the options of `createStudy()` for the study of a sweep file. The caller adds the journal, and options that the
 * file leaves out. `run_cap` counts configurations, each of which runs with all its repeats.
 *
 * @throws {RangeError} If an option of the sampler or the pruner is unknown or out of range
 *
 * @example
 * const file = parseSweepFile(await readFile('sweep.yaml', 'utf8'))
 * const study = createStudy({ trials: 20, ...sweepStudyOptions(file), journal: openJournalFile('journal.log') })
 */
export function sweepStudyOptions(file: SweepFile): Omit<StudyOptions, 'journal' | 'clock'> {
  const { name, space, metric, pruner, runCap, seed, lag } = file
  const repeats = file.seeds ?? file.repeats
  const perConfiguration = typeof repeats === 'number' ? repeats : (repeats?.length ?? 1)
  return {
    space,
    sampler: createSweepSampler(file),
    direction: metric?.direction ?? 'minimize',
    ...(name !== undefined && { name }),
    ...(pruner && { pruner: createPruner(pruner) }),
    ...(runCap !== undefined && { trials: runCap * perConfiguration }),
    ...(repeats !== undefined && { repeats }),
    ...(seed !== undefined && { seed }),
    ...(lag !== undefined && { lag }),
  }
}

/**
 * Creates the sampler of a sweep file.
 *
 * @throws {RangeError} If an option of the sampler is unknown or out of range
 */
export function createSweepSampler({
  sampler,
  baseline = {},
}: Pick<SweepFile, 'sampler' | 'baseline'>): Sampler {
  const { type, options } = sampler
  return createSampler({ type, options: startsAtBaseline(type) ? { ...options, baseline } : options })
}

/** Returns whether a sampler starts at the baseline of a sweep file. */
export function startsAtBaseline(type: string): boolean {
  return samplers[type as SamplerType].options.includes('baseline')
}
