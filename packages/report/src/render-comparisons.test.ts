import { describe, expect, it } from '@jest/globals'
import { exampleRun, exampleStudy, exampleValidationRun } from '../test/example-input.ts'
import { alternativeOf, attribute, captionOf, parsePage, textOf, type Page } from '../test/parse-page.ts'
import { renderCharts } from './render-charts.ts'
import { renderMarkdown } from './render-markdown.ts'
import { renderReport } from './render-report.ts'
import type { ReportGroup, ReportInput } from './input/report-input.ts'
import type { RunData } from './input/run-data.ts'

/** A run that has ended, on all images of MNIST. */
function runOf(name: string, accuracy: number, change: Partial<RunData> = {}): RunData {
  return {
    ...exampleRun(name, accuracy),
    plannedEpochs: 3,
    images: { train: 60_000, test: 10_000 },
    ...change,
  }
}

/** A run that was interrupted after two of its epochs. */
function interrupted(name: string, accuracy: number, planned: number): RunData {
  const { epochs, ...run } = exampleRun(name, accuracy, 2)
  return { ...run, epochs, plannedEpochs: planned, images: { train: 1500, test: 10_000 }, summary: undefined }
}

function pageOf(groups: readonly ReportGroup[], input: Partial<ReportInput> = {}): Page {
  return parsePage(renderReport({ title: 't', groups, ...input }))
}

describe('conditions', () => {
  const same = [
    { label: 'a', runs: [1, 2, 3].map((seed) => runOf(`a${seed}`, 0.9, { seed })) },
    { label: 'b', runs: [1, 2, 3].map((seed) => runOf(`b${seed}`, 0.8, { seed })) },
  ]

  it('are stated once if all configurations share them', () => {
    const facts = pageOf(same).all('dd').map(textOf)
    expect(facts.slice(0, 5)).toEqual(['final test accuracy', '3', '60,000', '10,000', '1 to 3'])
    expect(pageOf(same).table('Results')[0]).toEqual([
      'configuration', 'runs', 'final test accuracy', 'best test accuracy', 'time per epoch',
    ]) // prettier-ignore
    expect(renderMarkdown({ title: 't', groups: same })).toMatch(
      /\nMeasured: final test accuracy; epochs: 3; training images: 60,000; test images: 10,000; seeds: 1 to 3\.\n$/,
    )
    const words = 'Epochs: 3; training images: 60,000; test images: 10,000; seeds: 1 to 3.'
    for (const { name, alternative } of renderCharts({ title: 't', groups: same })) {
      expect(alternative).toContain(
        name === 'seconds-per-epoch' ? 'Epochs: 3; training images: 60,000' : words,
      )
    }
    expect(captionOf(pageOf(same), 'learning-curves-a')).toContain(words)
  })

  it('have columns if they differ', () => {
    const other = { label: 'c', runs: [runOf('c', 0.7, { seed: 9, images: { train: 1500, test: 500 } })] }
    const page = pageOf([...same, other])
    expect(page.table('Results').map((row) => row.slice(0, 5))).toEqual([
      ['configuration', 'runs', 'training images', 'test images', 'seeds'],
      ['a', '3', '60,000', '10,000', '1 to 3'],
      ['b', '3', '60,000', '10,000', '1 to 3'],
      ['c', '1', '1,500', '500', '9'],
    ])
    expect(captionOf(page, 'final-accuracy')).toContain(
      'Epochs: 3; varies by configuration: training images, test images, seeds.',
    )
  })

  it('count the completed runs and list the interrupted runs', () => {
    const page = pageOf([{ label: 'a', runs: [runOf('ended', 0.9), interrupted('stopped', 0.5, 3)] }])
    expect(page.table('Results')[1].slice(0, 2)).toEqual(['a', '1'])
    expect(page.table('Results')[1]).toContain('90.00 %')
    expect(page.all('dd').map(textOf)).toContain('3; 1 of 2 runs interrupted after epoch 2 of 3')
    expect(captionOf(page, 'final-accuracy')).toContain(
      'Not final: stopped (interrupted after epoch 2 of 3).',
    )
    expect(page.table('Runs').map((row) => row[3])).toEqual(['epochs', '3', 'interrupted after epoch 2 of 3'])
  })

  it('mark the label of a configuration without an ended run, not the names of its charts', () => {
    const groups = [{ label: 'a', runs: [interrupted('r', 0.5, 30)] }, ...same.slice(1)]
    const marked = 'a (interrupted after epoch 2 of 30)'
    const page = pageOf(groups)
    expect(page.table('Results')[1][0]).toBe(marked)
    expect(page.table('Final test accuracy')[1][0]).toBe(marked)
    expect(renderMarkdown({ title: 't', groups })).toContain(`| ${marked} |`)
    const charts = renderCharts({ title: 't', groups })
    expect(charts.map(({ name }) => name)).toContain('learning-curves-a')
    for (const { alternative, name } of charts.filter((chart) => !chart.name.endsWith('-b'))) {
      expect([name, alternative]).toEqual([name, expect.stringContaining(marked)])
    }
  })

  it('count a run that was continued and then interrupted as interrupted, despite its summary', () => {
    const { epochs } = exampleRun('', 0.5, 5)
    const run = runOf('r', 0.9, { epochs, plannedEpochs: 8, summary: { testAccuracy: 0.9, epochs: 3 } })
    const page = pageOf([{ label: 'a', runs: [run] }])
    expect(page.table('Results')[1]).toEqual([
      'a (interrupted after epoch 5 of 8)',
      '1',
      '50.00 %',
      '50.00 %',
      '1.50 s',
    ])
  })

  it('follow the notes', () => {
    const note = 'Not comparable with <them>.'
    expect(
      pageOf(same, { notes: [note] })
        .all('p')
        .map(textOf),
    ).toContain(note)
    expect(renderMarkdown({ title: 't', groups: same, notes: [note] })).toContain(
      '\nNot comparable with &lt;them>.\n',
    )
  })
})

describe('groups of a measure', () => {
  const measure = { split: 'validation', metric: 'loss' } as const
  const lossOf = (name: string, loss: number): RunData => {
    const run = exampleValidationRun(name, 0.9)
    return { ...run, summary: { ...run.summary, validationLoss: loss } }
  }
  const byLoss = [0.25, 0.5, 0.75].map((loss, index) => ({
    label: `l${index}`,
    measure,
    runs: [lossOf(`l${index}`, loss)],
  }))

  it('have their own table, chart and captions', () => {
    const page = pageOf(byLoss)
    expect(page.table('Results')).toEqual([
      ['configuration', 'runs', 'final validation loss', 'best validation loss', 'time per epoch'],
      ['l0', '1', '0.25', '0.625', '1.50 s'],
      ['l1', '1', '0.5', '0.625', '1.50 s'],
      ['l2', '1', '0.75', '0.625', '1.50 s'],
    ])
    expect(page.table('Final validation loss').map((row) => row[2])).toEqual(['mean', '0.25', '0.5', '0.75'])
    expect(page.table('Validation loss per epoch')[4]).toEqual(['3', '0.625', '0.625', '0.625'])
    const names = renderCharts({ title: 't', groups: byLoss }).map(({ name }) => name)
    expect(names.slice(0, 3)).toEqual(['final-loss', 'seconds-per-epoch', 'comparison-all'])
  })

  it('are not mixed with groups of another measure', () => {
    const byAccuracy = { label: 'a', runs: [exampleRun('a', 0.9)] }
    const page = pageOf([...byLoss, byAccuracy])
    expect(
      page
        .table('Results by validation loss')
        .map(([label]) => label)
        .slice(1),
    ).toEqual(['l0', 'l1', 'l2'])
    expect(
      page
        .table('Results by test accuracy')
        .map(([label]) => label)
        .slice(1),
    ).toEqual(['a'])
    expect(page.table('Runs').map((row) => row.slice(4, 8))).toEqual([
      ['validation accuracy', 'validation loss', 'test accuracy', 'test loss'],
      ['90.00 %', '0.25', '', ''],
      ['90.00 %', '0.5', '', ''],
      ['90.00 %', '0.75', '', ''],
      ['', '', '90.00 %', '0.625'],
    ])
  })

  it('show a loss far above the others as an arrow at the right edge', () => {
    const groups = [...byLoss, { label: 'diverged', measure, runs: [lossOf('d', 1e9)] }]
    const [chart] = renderCharts({ title: 't', groups })
    expect(chart.svg.light).toContain('1000000000 ▸')
    expect(captionOf(pageOf(groups), 'final-loss')).toContain(
      'An arrow at the right edge stands for a mean far above the others.',
    )
  })

  it('clip intervals to the possible values', () => {
    const summary = { mean: 0.9, interval: [0.6, 1.2], n: 2 } as const
    const page = pageOf([{ label: 'a', runs: [exampleRun('a', 0.9)], summary }])
    expect(page.table('Results')[1][2]).toBe('90.00 % (60.00 % to 100.00 %)')
  })
})

describe('several studies', () => {
  const studies = [
    { ...exampleStudy, name: 'studies/1' },
    { ...exampleStudy, name: 'studies/2', metric: 'loss', direction: 'minimize' as const, plannedTrials: 50 },
  ]
  const page = pageOf([], { studies })

  it('each have a section, charts and a table', () => {
    expect(page.all('h2').map(textOf)).toEqual(['Study: studies/1', 'Study: studies/2'])
    const ids = page.all('figure').map((figure) => attribute(figure, 'id')!)
    const namesOf = (suffix: string): string[] =>
      ids.filter((id) => id.endsWith(suffix)).map((id) => id.slice(0, -suffix.length))
    expect(namesOf('-studies-1')).toContain('slices')
    expect(namesOf('-studies-2')).toEqual(namesOf('-studies-1'))
    expect(new Set(ids).size).toBe(2 * namesOf('-studies-1').length)
    expect(page.table('All trials of studies/1')[1][2]).toBe('91.00 %')
    expect(page.table('All trials of studies/2')[1][2]).toBe('0.91')
    expect(page.all('dd').map(textOf)).toContain('3 complete, 1 pruned, 1 failed, 1 running, of 50 planned')
  })

  it('show an accuracy above 1 unchanged', () => {
    const trials = [{ number: 0, configuration: {}, state: 'complete', value: 93.6 }]
    const facts = pageOf([], { studies: [{ ...exampleStudy, trials }] })
      .all('dd')
      .map(textOf)
    expect(facts).toContain('93.6, trial 0')
  })

  it('show constants as facts and not among the importances', () => {
    const parameters = { ...exampleStudy.parameters, epochs: { kind: 'constant', value: 3 } }
    const importance = { learningRate: 1, epochs: 0 }
    const shown = pageOf([], { studies: [{ ...exampleStudy, parameters, importance }] })
    expect(shown.table('Importance of parameters')).toEqual([
      ['parameter', 'importance'],
      ['learningRate', '1'],
    ])
    expect(shown.all('dd').map(textOf)).toContain('epochs 3')
  })
})

describe('a large report', () => {
  const trials = Array.from({ length: 5000 }, (_, number) => ({
    number,
    state: number % 10 === 3 ? 'pruned' : 'complete',
    ...(number % 10 !== 3 && { value: (number * 7919) % 5000 }),
    configuration: { x: number, kind: number % 2 ? 'a' : 'b' },
    intermediate: [[1, number], [2, number]] as const,
    start: new Date(1000 * number).toISOString(),
    end: new Date(1000 * number + 4500).toISOString(),
  })) // prettier-ignore
  const parameters = { x: { kind: 'int' }, kind: { kind: 'categorical' } }
  const study = { name: 's', direction: 'maximize' as const, parameters, trials }

  it('shows a part of the trials, including the best, and states it', () => {
    const html = renderReport({ title: 't', studies: [study] })
    expect(html.length).toBeLessThan(2.5e6)
    const page = parsePage(html)
    expect(page.errors).toEqual([])
    expect(captionOf(page, 'optimization-history')).toContain(
      'Shows 800 of 5,000 trials, picked evenly, with every best so far.',
    )
    for (const figure of ['parallel-coordinates', 'slices', 'intermediate-values', 'timeline']) {
      expect(captionOf(page, figure)).toMatch(/Shows \d+ of [45],\d{3} trials/)
    }
    const best = page.table('Optimization history').map((row) => row[3])
    expect(best).toContain('4999')
    expect(page.table('All trials')).toHaveLength(1001)
    expect(alternativeOf(page, 'timeline')).toContain('At most 5 ran at the same time.')
  })

  it('accepts more trials than a call accepts arguments', () => {
    const many = Array.from({ length: 150_000 }, (_, number) => ({
      number,
      state: 'complete',
      value: number,
      configuration: {},
    }))
    const best = { configuration: {}, trials: many, mean: 75_000 }
    const text = renderReport({ title: 't', studies: [{ ...study, parameters: {}, trials: many, best }] })
    expect(text.length).toBeLessThan(2e6)
    expect(text).toContain('the mean of 150,000 trials')
  })

  it('shows a part of many epochs, configurations and runs', () => {
    const epochs = Array.from({ length: 3000 }, (_, epoch) => ({ epoch, test: { accuracy: 0.5, loss: 1 } }))
    const groups = Array.from({ length: 60 }, (_, index) => ({
      label: `g${index}`,
      runs: [{ name: `r${index}`, epochs: index < 2 ? epochs : [{ epoch: 1, test: { accuracy: 0.5 } }] }],
    }))
    const page = pageOf(groups)
    expect(page.all('p').map(textOf)).toContain('Shows 40 of 60 configurations, picked evenly.')
    expect(page.table('g0')).toHaveLength(201)
    expect(captionOf(page, 'learning-curves-g0')).toContain('Shows 200 of 3,000 epochs, picked evenly.')
  })
})
