import { describe, expect, it } from '@jest/globals'
import { exampleRun, exampleValidationRun } from '../../test/example-input.ts'
import type { ReportGroup } from '../input/report-input.ts'
import { bestRun } from './best-run.ts'

function group(name: string, mean?: number): ReportGroup {
  return {
    label: name,
    runs: [exampleRun(name, 0.9)],
    ...(mean !== undefined && { summary: { mean, n: 1 } }),
  }
}

describe('bestRun', () => {
  it('is the first run of the group with the best mean', () => {
    const best = bestRun([group('a', 0.8), group('b', 0.9), group('c', 0.9), group('d')])
    expect(best).toMatchObject({ run: { name: 'b' }, split: 'test' })
  })

  it('has the lowest loss if groups are compared by loss', () => {
    const measure = { split: 'validation', metric: 'loss' } as const
    const groups = [group('a', 0.3), group('b', 0.2)].map((each) => ({ ...each, measure }))
    expect(bestRun(groups)).toMatchObject({ run: { name: 'b' }, split: 'validation' })
  })

  it('leaves out groups of another measure than the first', () => {
    const loss = { ...group('b', 0.99), measure: { split: 'test', metric: 'loss' } as const }
    expect(bestRun([group('a', 0.8), loss])).toMatchObject({ run: { name: 'a' } })
  })

  it('leaves out runs that have not ended or are not eligible', () => {
    const running = { label: 'r', runs: [{ ...exampleRun('r', 1), summary: undefined }] }
    expect(bestRun([running, group('a', 0.8), group('b', 0.7)], ({ name }) => name !== 'a')).toMatchObject({
      run: { name: 'b' },
    })
    expect(bestRun([running])).toBeUndefined()
  })

  it('is the best on the validation images if no run was tested', () => {
    const runs = [exampleValidationRun('v', 0.5)]
    expect(bestRun([{ label: 'v', runs }])).toMatchObject({ run: { name: 'v' }, split: 'validation' })
  })
})
