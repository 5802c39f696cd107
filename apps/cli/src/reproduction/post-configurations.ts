import type { Configuration, Space } from '@tunekit/sweep'
import { postRuns } from './post-runs.ts'
import type { PostRun } from './post-runs.ts'

/** The parts of the post's study, in its order. Each part starts from the best configuration of the part before. */
export const sections = ['batch-size', 'weight-decay', 'optimizer'] as const
export type Section = (typeof sections)[number]

/** A configuration of the post's study. */
export interface PostConfiguration {
  readonly label: string
  readonly section: Section
  /** The options of `tunekit train`. */
  readonly options: Configuration
  /** The label of the configuration with which this configuration is compared. */
  readonly reference?: string
  /** The run of the post. Absent if the post has no such run. */
  readonly post?: PostRun
  /** The label of another configuration with the same options, which is not run a second time. */
  readonly sameAs?: string
}

/** The search space that contains all configurations. */
export const space: Space = {
  'batch-size': { kind: 'categorical', choices: [32, 64, 128, 256, 512] },
  optimizer: { kind: 'categorical', choices: ['adam', 'adamW', 'nadam', 'adaBelief'] },
  formulas: { kind: 'categorical', choices: ['flux', 'paper'] },
  l2: { kind: 'categorical', choices: [0, 1e-2, 1e-4, 1e-6] },
  'weight-decay': { kind: 'categorical', choices: [0, 1e-2] },
  'learning-rate': { kind: 'constant', value: 3e-4 },
  epochs: { kind: 'constant', value: 10 },
}

/** The defaults of the post's script: Flux's Adam without decay. */
const start = {
  'batch-size': 128,
  optimizer: 'adam',
  formulas: 'flux',
  l2: 0,
  'weight-decay': 0,
  'learning-rate': 3e-4,
  epochs: 10,
} as const

// The post chose batch size 32, then L2 1e-6.
const withBatchSize = { ...start, 'batch-size': 32 } as const
const withL2 = { ...withBatchSize, l2: 1e-6 } as const

/** The configurations of the post, and a true AdamW: the post's ADAMW has no decay, so it is Adam again. */
export const postConfigurations: readonly PostConfiguration[] = [
  { label: 'batch 128', section: 'batch-size', options: start, post: postRuns['batch 128'] },
  ...([32, 64, 256, 512] as const).map((batchSize): PostConfiguration => {
    const label = `batch ${batchSize}` as const
    const options = { ...start, 'batch-size': batchSize }
    return { label, section: 'batch-size', options, reference: 'batch 128', post: postRuns[label] }
  }),
  ...(['1e-2', '1e-4', '1e-6'] as const).map((decay): PostConfiguration => {
    const label = `L2 ${decay}` as const
    const options = { ...withBatchSize, l2: Number(decay) }
    return { label, section: 'weight-decay', options, reference: 'batch 32', post: postRuns[label] }
  }),
  {
    label: 'ADAMW',
    section: 'optimizer',
    options: withL2,
    sameAs: 'L2 1e-6',
    post: postRuns.ADAMW,
  },
  {
    label: 'AdamW, decay 0.01',
    section: 'optimizer',
    options: { ...withBatchSize, optimizer: 'adamW', formulas: 'paper', 'weight-decay': 1e-2 },
    reference: 'L2 1e-6',
  },
  {
    label: 'NADAM',
    section: 'optimizer',
    options: { ...withL2, optimizer: 'nadam' },
    reference: 'L2 1e-6',
    post: postRuns.NADAM,
  },
  {
    label: 'AdaBelief',
    section: 'optimizer',
    options: { ...withL2, optimizer: 'adaBelief' },
    reference: 'L2 1e-6',
    post: postRuns.AdaBelief,
  },
]

/** Returns the configurations of a section and those with which they are compared; without a section, all configurations. */
export function configurationsOf(section?: Section): readonly PostConfiguration[] {
  if (section === undefined) return postConfigurations
  const needed = new Set(
    postConfigurations
      .filter((configuration) => configuration.section === section)
      .flatMap(({ reference, sameAs }) => [reference, sameAs]),
  )
  return postConfigurations
    .filter((configuration) => configuration.section === section || needed.has(configuration.label))
    .map((configuration) =>
      configuration.section === section ? configuration : { ...configuration, reference: undefined },
    )
}

/** The options in which the configurations differ. All other options are constant in a study. */
const varied = ['batch-size', 'optimizer', 'formulas', 'l2', 'weight-decay'] as const

/** Whether a trial with these options belongs to a configuration. */
export function matches(configuration: PostConfiguration, options: Configuration): boolean {
  return varied.every((name) => options[name] === configuration.options[name])
}

/** Returns the label of the configuration to which a trial with these options belongs. */
export function labelOf(options: Configuration): string {
  return postConfigurations.find((configuration) => matches(configuration, options))?.label ?? 'other'
}
