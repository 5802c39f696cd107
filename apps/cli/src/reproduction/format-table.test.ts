import { describe, expect, it } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { readStudies } from '@tunekit/sweep'
import { readJournalFile } from '@tunekit/sweep/node'
import { createDataReader } from '../run/data-reader.ts'
import { studyFolder } from '../study/study-folder.ts'
import { differencesFromPost } from './differences-from-post.ts'
import { formatTable } from './format-table.ts'
import { measureConfigurations } from './measure-configurations.ts'
import { reproductionGroups } from './reproduction-groups.ts'

const folder = studyFolder(fileURLToPath(new URL('../../../../docs/reproduction', import.meta.url)))
const [study] = readStudies(readJournalFile(folder.journal))
const measured = await measureConfigurations(study, folder, createDataReader())

describe('the committed study of the post', () => {
  it("is a table of the post's figures and ours in 80 columns", () => {
    const lines = formatTable(measured).split('\n')
    expect(lines[0]).toMatch(/^ +final +best epoch +s\/epoch$/)
    expect(lines).toContain('batch 32           98.94  98.80 ± 0.11  99.02  98.89 ± 0.14    13  2.32')
    expect(lines).toContain('AdamW, decay 0.01      –  98.72 ± 0.16      –  98.92 ± 0.10     –  2.31')
    const table = lines.slice(0, lines.indexOf(''))
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(lines.join('\n')).toContain('Test accuracy in percent after 10 epochs of 60,000 images')
  })

  it('is comparable with the post', async () => {
    const { groups, notes } = await reproductionGroups(study, folder, createDataReader())
    expect(notes).toEqual([])
    expect(groups.filter(({ reference }) => reference !== undefined)).toHaveLength(11)
  })
})

describe('differencesFromPost', () => {
  const [{ runs }] = measured
  const of = (change: object): string[] =>
    differencesFromPost([{ runs: runs.map((run) => ({ ...run, ...change })) }])

  it("finds no differences in runs of the post's recipe", () => {
    expect(of({})).toEqual([])
  })

  it('finds different epochs, images and data', () => {
    const { options, dataset } = runs[0]
    expect(of({ summary: { epochs: 1 } })).toEqual(['1 epoch'])
    const limited = { ...options, limitTrain: 1500, limitTest: 100 }
    expect(of({ options: limited, images: { train: 1500 } })).toEqual([
      '1,500 training images',
      '100 test images',
    ])
    expect(of({ options: { ...options, validation: 5000 }, images: { train: 55_000 } })).toEqual([
      '55,000 training images',
    ])
    const own = { ...dataset, name: '20x28', sha256: { ...dataset?.sha256, 'test-images': 'ab' } }
    expect(of({ dataset: own })).toEqual(['the data 20x28'])
  })
})
