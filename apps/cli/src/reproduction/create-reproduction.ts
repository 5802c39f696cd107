import { createStudy, listSampler, readStudies } from '@tunekit/sweep'
import type { Configuration, Space, Study } from '@tunekit/sweep'
import { openJournalFile, readJournalFile } from '@tunekit/sweep/node'
import { configurationsOf, space } from './post-configurations.ts'
import type { Section } from './post-configurations.ts'

/** The name of the study in its journal. Reports show the post's figures for a study with this name. */
export const REPRODUCTION = 'reproduction'

export interface ReproductionOptions {
  readonly seeds: readonly number[]
  readonly only?: Section
  /** The options of `tunekit train` that all runs share. */
  readonly fixed: Configuration
}

/** Creates the study of the post in a new journal. */
export function createReproduction(journal: string, { seeds, only, fixed }: ReproductionOptions): Study {
  const constants = Object.entries(fixed).map(([name, value]) => [name, { kind: 'constant', value } as const])
  return makeStudy(journal, {
    space: { ...space, ...(Object.fromEntries(constants) as Space) },
    configurations: configurationsOf(only)
      .filter(({ sameAs }) => sameAs === undefined)
      .map(({ options }) => ({ ...options, ...fixed })),
    seeds,
  })
}

/**
 * Opens a study of the post again, with the configurations and seeds with which it was started.
 *
 * @throws {Error} If the journal has no study of the post
 */
export function resumeReproduction(journal: string): Study {
  const study = readStudies(readJournalFile(journal)).find(({ name }) => name === REPRODUCTION)
  if (!study?.definition) {
    throw new Error(
      `${journal} has no study of \`tunekit reproduce\`: continue its study with the command that created it.`,
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
  definition: {
    readonly space: Space
    readonly configurations: readonly Configuration[]
    readonly seeds: readonly number[]
  },
): Study {
  return createStudy({
    name: REPRODUCTION,
    space: definition.space,
    sampler: listSampler(definition.configurations),
    direction: 'maximize',
    metric: 'test.accuracy',
    repeats: definition.seeds,
    lag: 64, // no trial depends on a result
    journal: openJournalFile(journal),
  })
}
