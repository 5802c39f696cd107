import { describe, expect, it } from '@jest/globals'
import { resolveTrainConfig } from '../options/train-config.ts'
import { configurationsOf, postConfigurations } from './post-configurations.ts'
import { postRuns } from './post-runs.ts'

describe('the configurations of the study', () => {
  it('include every run of the post once', () => {
    const posts = postConfigurations.flatMap(({ post }) => (post ? [post] : []))
    expect(new Set(posts)).toEqual(new Set(Object.values(postRuns)))
    expect(posts).toHaveLength(11)
  })

  it('have the final accuracies of the post', () => {
    expect(
      Object.fromEntries(postConfigurations.map(({ label, post }) => [label, post?.testAccuracy.at(-1)])),
    ).toEqual({
      'batch 128': 98.67,
      'batch 32': 98.94,
      'batch 64': 98.9,
      'batch 256': 98.54,
      'batch 512': 98.21,
      'L2 1e-2': 97.68,
      'L2 1e-4': 98.87,
      'L2 1e-6': 99.05,
      ADAMW: 99.05,
      'AdamW, decay 0.01': undefined,
      NADAM: 98.92,
      AdaBelief: 99.01,
    })
  })

  it("include the post's ADAMW, which equals its L2 1e-6 to the last digit", () => {
    const { testAccuracy, testLoss } = postRuns['L2 1e-6']
    expect(postRuns.ADAMW).toMatchObject({ testAccuracy, testLoss })
  })

  it('are compared with configurations that exist, and none runs twice', () => {
    for (const section of [undefined, 'batch-size', 'weight-decay', 'optimizer'] as const) {
      const labels = configurationsOf(section).map(({ label }) => label)
      for (const { reference, sameAs } of configurationsOf(section)) {
        for (const other of [reference, sameAs]) if (other) expect(labels).toContain(other)
      }
    }
    const run = postConfigurations
      .filter(({ sameAs }) => !sameAs)
      .map(({ options }) => JSON.stringify(options))
    expect(new Set(run).size).toBe(11)
  })

  it("end with the post's recipe", () => {
    const { options } = postConfigurations.at(-1)!
    expect(options).toMatchObject({ optimizer: 'adaBelief', 'batch-size': 32, l2: 1e-6 })
    expect(resolveTrainConfig({})).toMatchObject({ batchSize: 32, epochs: 10 })
  })
})
