import { createStudy, listSampler, readStudies } from '@tunekit/sweep'
import type { Configuration, Space, Study } from '@tunekit/sweep'
import { openJournalFile, readJournalFile } from '@tunekit/sweep/node'
import { rowsOf, space } from './rows.ts'
import type { Section } from './rows.ts'

/** The name of the study in its journal; by it a report knows that rows of the post go with it. */
export const REPRODUCTION = 'reproduction'

export interface ReproductionOptions {
  readonly seeds: readonly number[]
  readonly only?: Section
  /** Options of `tunekit train` that every run has. */
  readonly fixed: Configuration
}

/** Starts the study of the post in a new journal. */
export function createReproduction(journal: string, { seeds, only, fixed }: ReproductionOptions): Study {
  const constants = Object.entries(fixed).map(([name, value]) => [name, { kind: 'constant', value } as const])
  return makeStudy(journal, {
    space: { ...space, ...(Object.fromEntries(constants) as Space) },
    configurations: rowsOf(only)
      .filter(({ sameAs }) => sameAs === undefined)
      .map(({ configuration }) => ({ ...configuration, ...fixed })),
    seeds,
  })
}

/**
 * Goes on with a study as it was started.
 *
 * @throws {Error} If the journal holds another
 */
export function resumeReproduction(journal: string): Study {
  const study = readStudies(readJournalFile(journal)).find(({ name }) => name === REPRODUCTION)
  if (!study?.definition) {
    throw new Error(
      `${journal} has no study of "tunekit reproduce". Continue it with the command that made it.`,
    )
  }
  const { space: stored, sampler, seeds } = study.definition
  return makeStudy(journal, {
    space: stored,
    configurations: sampler.configurations as readonly Configuration[],
    seeds: seeds!,
  })
}

function makeStudy(
  journal: string,
  made: {
    readonly space: Space
    readonly configurations: readonly Configuration[]
    readonly seeds: readonly number[]
  },
): Study {
  return createStudy({
    name: REPRODUCTION,
    space: made.space,
    sampler: listSampler(made.configurations),
    direction: 'maximize',
    metric: 'test.accuracy',
    repeats: made.seeds,
    lag: 64, // what is run depends on no result
    journal: openJournalFile(journal),
  })
}
