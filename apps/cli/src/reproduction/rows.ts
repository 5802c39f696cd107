import type { Configuration, Space } from '@tunekit/sweep'
import { postRuns } from './post.ts'
import type { PostRun } from './post.ts'

/** A part of the post's study; each starts from what the one before found best. */
export type Section = 'batch-size' | 'weight-decay' | 'optimizer'

/** In the post's order. */
export const sections: readonly Section[] = ['batch-size', 'weight-decay', 'optimizer']

/** One row of the study. */
export interface Row {
  readonly label: string
  readonly section: Section
  /** Options of `tunekit train`. */
  readonly configuration: Configuration
  /** The row that it is compared with. */
  readonly reference?: string
  /** What the post measured. Absent: the post has no such row. */
  readonly post?: PostRun
  /** Another row that is the same, configuration for configuration, and is not run again. */
  readonly sameAs?: string
}

/** Every configuration of the study is a point of this space. */
export const space: Space = {
  'batch-size': { kind: 'categorical', choices: [32, 64, 128, 256, 512] },
  optimizer: { kind: 'categorical', choices: ['adam', 'adamW', 'nadam', 'adaBelief'] },
  formulas: { kind: 'categorical', choices: ['flux', 'paper'] },
  l2: { kind: 'categorical', choices: [0, 1e-2, 1e-4, 1e-6] },
  'weight-decay': { kind: 'categorical', choices: [0, 1e-2] },
  'learning-rate': { kind: 'constant', value: 3e-4 },
  epochs: { kind: 'constant', value: 10 },
}

/** The defaults of the post's script: Adam as Flux has it, no decay. */
const start = {
  'batch-size': 128,
  optimizer: 'adam',
  formulas: 'flux',
  l2: 0,
  'weight-decay': 0,
  'learning-rate': 3e-4,
  epochs: 10,
} as const

/** Batch size 32 was the post's best, then L2 1e-6. */
const withBatchSize = { ...start, 'batch-size': 32 } as const
const withL2 = { ...withBatchSize, l2: 1e-6 } as const

/** The study of the post, and a true AdamW, whose place in the post is taken by a second run of Adam. */
export const rows: readonly Row[] = [
  { label: 'batch 128', section: 'batch-size', configuration: start, post: postRuns['batch 128'] },
  ...([32, 64, 256, 512] as const).map((batchSize): Row => {
    const label = `batch ${batchSize}` as const
    const configuration = { ...start, 'batch-size': batchSize }
    return { label, section: 'batch-size', configuration, reference: 'batch 128', post: postRuns[label] }
  }),
  ...(['1e-2', '1e-4', '1e-6'] as const).map((decay): Row => {
    const label = `L2 ${decay}` as const
    const configuration = { ...withBatchSize, l2: Number(decay) }
    return { label, section: 'weight-decay', configuration, reference: 'batch 32', post: postRuns[label] }
  }),
  {
    label: 'ADAMW',
    section: 'optimizer',
    configuration: withL2,
    sameAs: 'L2 1e-6',
    post: postRuns.ADAMW,
  },
  {
    label: 'AdamW, decay 0.01',
    section: 'optimizer',
    configuration: { ...withBatchSize, optimizer: 'adamW', formulas: 'paper', 'weight-decay': 1e-2 },
    reference: 'L2 1e-6',
  },
  {
    label: 'NADAM',
    section: 'optimizer',
    configuration: { ...withL2, optimizer: 'nadam' },
    reference: 'L2 1e-6',
    post: postRuns.NADAM,
  },
  {
    label: 'AdaBelief',
    section: 'optimizer',
    configuration: { ...withL2, optimizer: 'adaBelief' },
    reference: 'L2 1e-6',
    post: postRuns.AdaBelief,
  },
]

/** The parameters that tell rows apart. */
const telling = ['batch-size', 'optimizer', 'formulas', 'l2', 'weight-decay'] as const

/** The rows of one section with those that they are compared with; without a section all. */
export function rowsOf(section?: Section): readonly Row[] {
  if (section === undefined) return rows
  const own = rows.filter((row) => row.section === section)
  const needed = new Set(own.flatMap(({ reference, sameAs }) => [reference, sameAs]))
  return rows
    .filter((row) => row.section === section || needed.has(row.label))
    .map((row) => (row.section === section ? row : { ...row, reference: undefined }))
}

/** Whether a run of a configuration is one of a row: everything else is the same for all rows. */
export function isOf(row: Row, configuration: Configuration): boolean {
  return telling.every((name) => configuration[name] === row.configuration[name])
}

/** The label of the row that a configuration is of. */
export function labelOf(configuration: Configuration): string {
  return rows.find((row) => isOf(row, configuration))?.label ?? 'another'
}
