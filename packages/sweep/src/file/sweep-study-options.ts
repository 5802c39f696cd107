import { createPruner } from '../pruners/create-pruner.ts'
import type { StudyOptions } from '../runner/study-options.ts'
import { createSampler, samplers } from '../samplers/create-sampler.ts'
import type { SamplerType } from '../samplers/create-sampler.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { SweepFile } from './sweep-file.ts'

/**
 * What `createStudy()` is to be given for the study of a sweep file; its journal, and what the file leaves out, is the
 * caller's to add. A `run_cap` counts configurations, each of which has all its repeats.
 *
 * @throws {RangeError} If the sampler or the pruner has no option of a name, or has it in another range
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

/** Creates the sampler of a sweep file. @throws {RangeError} If the sampler has no option of a name, or a value is out of range */
export function createSweepSampler({
  sampler,
  baseline = {},
}: Pick<SweepFile, 'sampler' | 'baseline'>): Sampler {
  const { type, options } = sampler
  return createSampler({ type, options: startsAtBaseline(type) ? { ...options, baseline } : options })
}

/** Whether a sampler takes the baseline of a sweep file. */
export function startsAtBaseline(type: string): boolean {
  return samplers[type as SamplerType].options.includes('baseline')
}
