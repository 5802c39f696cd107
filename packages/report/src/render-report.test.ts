import { describe, expect, it } from '@jest/globals'
import {
  exampleEvaluation,
  exampleInput,
  exampleRun,
  exampleStudy,
  exampleValidationRun,
} from '../test/example-input.ts'
import { alternativeOf, attribute, captionOf, inside, parsePage, textOf } from '../test/parse-page.ts'
import type { ReportInput } from './input/report-input.ts'
import { renderReport } from './render-report.ts'

const html = renderReport(exampleInput)
const page = parsePage(html)

describe('renderReport', () => {
  it('writes HTML without a parse error', () => {
    expect(page.errors).toEqual([])
  })

  it('loads nothing and runs nothing', () => {
    expect(page.all('script')).toEqual([])
    expect(page.all('link')).toEqual([])
    expect(html).not.toMatch(/https?:|url\((?!#)|@import/)
    const sources = page.all('img').map((image) => attribute(image, 'src'))
    expect(sources.length).toBeGreaterThan(0)
    for (const source of sources) expect(source).toMatch(/^data:image\/png;base64,iVBORw0KGgo/)
  })

  it('escapes labels, titles and options', () => {
    expect(page.all('h1').map(textOf)).toEqual(['Report <b>&amp;</b>'])
    expect(page.all('h3').map(textOf)).toContain('Batch "size"')
    expect(page.table('Results').map(([first]) => first)).toContain('batch <32>')
    expect(page.all('meta').map((meta) => attribute(meta, 'content'))).toContain('Two <configurations>.')
    expect(page.all('code').map(textOf)[0]).toContain('"note": "<script>alert(1)</script>"')
  })

  it('returns the same bytes for the same input', () => {
    expect(renderReport(structuredCloneOf(exampleInput))).toBe(html)
  })

  it('has unique ids, and a target for every link', () => {
    const elements = ['section', 'h2', 'figure', 'main', 'clipPath', 'details'].flatMap((tag) =>
      page.all(tag),
    )
    const ids = elements.map((element) => attribute(element, 'id')).filter((id) => id !== undefined)
    expect(new Set(ids).size).toBe(ids.length)
    const targets = page.all('a').map((link) => attribute(link, 'href')?.slice(1))
    expect(targets).toEqual([
      'content',
      'results',
      'learning-curves',
      'study',
      'evaluation',
      'mistakes',
      'filters',
      'runs',
    ])
    expect(ids).toEqual(expect.arrayContaining(targets))
    const headings = page.all('section').map((section) => attribute(section, 'aria-labelledby'))
    expect(headings).toEqual(targets.slice(1))
    const clips = html.match(/url\(#[^)]+\)/g) ?? []
    for (const clip of clips) expect(ids).toContain(clip.slice(5, -1))
  })

  it('gives every chart a text alternative, a caption and its data', () => {
    const figures = page.all('figure')
    expect(figures.map((figure) => attribute(figure, 'id'))).toEqual([
      'final-accuracy',
      'seconds-per-epoch',
      'comparison-batch-size',
      'learning-curves-batch-32',
      'learning-curves-batch-64',
      'optimization-history',
      'importance',
      'parallel-coordinates',
      'slices',
      'intermediate-values',
      'timeline',
      'confusion-matrix',
    ])
    for (const figure of figures) {
      const drawings = inside(figure, 'svg')
      expect(drawings.map((svg) => attribute(svg, 'class'))).toEqual(['wide', 'narrow'])
      for (const svg of drawings) {
        expect(attribute(svg, 'role')).toBe('img')
        expect(attribute(svg, 'aria-label')).toMatch(/\d/)
      }
      expect(inside(figure, 'figcaption')).toHaveLength(1)
      expect(inside(figure, 'td').length).toBeGreaterThan(0)
    }
  })

  it('makes every table reachable and scrollable by keyboard', () => {
    for (const tag of ['table', 'pre']) {
      const boxes =
        tag === 'pre'
          ? page.all('pre')
          : page
              .all('div')
              .filter(
                (box) => inside(box, 'table').length === 1 && attribute(box, 'class')?.startsWith('scroll'),
              )
      expect(boxes).toHaveLength(page.all(tag).length)
      for (const box of boxes) {
        expect(attribute(box, 'tabindex')).toBe('0')
        expect(attribute(box, 'aria-label')).toBeTruthy()
      }
    }
  })

  it('replaces all placeholder colors with CSS variables', () => {
    const drawing = html.slice(html.indexOf('<svg'))
    expect(drawing).toContain('fill="var(--text)"')
    expect(drawing).not.toContain('#0a0b')
    expect(html).toContain('@media screen and (prefers-color-scheme:dark)')
  })

  it('shows the given figures in the table of results', () => {
    const [head, section, first, second] = page.table('Results')
    expect(head).toEqual([
      'configuration', 'runs', 'final, the post', 'final, ours', 'difference', 'best, the post', 'best, ours',
      'time per epoch, the post', 'time per epoch, ours', 'verdict',
    ]) // prettier-ignore
    expect(section).toEqual(['Batch "size"'])
    expect(first).toEqual([
      'batch <32>', '2', '97.65 %', '98.00 % ± 0.99', '+0.35', '97.77 %', '98.00 %', '21.5 s', '1.50 s', 'No difference.',
    ]) // prettier-ignore
    expect(second).toEqual(['batch 64', '1', '', '96.00 %', '', '', '96.00 %', '', '1.50 s', ''])
  })

  it('reports validation accuracies if no run was tested', () => {
    const validated = parsePage(
      renderReport({
        title: 't',
        groups: [
          { label: 'a', runs: [exampleValidationRun('a1', 0.97), exampleValidationRun('a2', 0.99)] },
          { label: 'b', runs: [exampleValidationRun('b1', 0.96)] },
        ],
      }),
    )
    expect(validated.table('Results')).toEqual([
      ['configuration', 'runs', 'final validation accuracy', 'best validation accuracy', 'time per epoch'],
      ['a', '2', '98.00 %', '98.00 %', '1.50 s'],
      ['b', '1', '96.00 %', '96.00 %', '1.50 s'],
    ])
    expect(validated.table('Runs').slice(0, 2)).toEqual([
      ['run', 'configuration', 'seed', 'epochs', 'validation accuracy', 'validation loss', 'best value', 'time per epoch'],
      ['a1', 'a', '7', '3', '97.00 %', '0.625', '97.00 %', '1.50 s'],
    ]) // prettier-ignore
    expect(validated.table('Validation accuracy per epoch')[1]).toEqual(['0', '10.00 %', '10.00 %'])
    expect(validated.table('Final validation accuracy')).toHaveLength(3)
    expect(alternativeOf(validated, 'learning-curves-a')).toContain(
      'The mean validation accuracy changes from 94.00 %',
    )
    const words = [...validated.all('figcaption'), ...validated.all('th')].map(textOf)
    expect([...words, ...validated.all('svg').map((svg) => attribute(svg, 'aria-label'))].join()).not.toMatch(
      /test/i,
    )
  })

  it('reports only test accuracies if one run was tested', () => {
    const groups = [
      { label: 'validated', runs: [exampleValidationRun('a', 0.97)] },
      { label: 'tested', runs: [exampleRun('b', 0.96)] },
    ]
    const mixed = parsePage(renderReport({ title: 't', groups }))
    expect(mixed.table('Results').slice(1)).toEqual([
      ['validated', '1', '', '', '1.50 s'],
      ['tested', '1', '96.00 %', '96.00 %', '1.50 s'],
    ])
    expect(mixed.table('Final test accuracy').map(([label]) => label)).toEqual(['configuration', 'tested'])
  })

  it('lists mean and range over runs for each epoch, and the reference', () => {
    const rows = page.table('batch <32>')
    expect(rows[0]).toEqual([
      'epoch; mean (range)', 'test accuracy', 'training accuracy', 'test accuracy, the post', 'test loss', 'training loss', 'test loss, the post',
    ]) // prettier-ignore
    expect(rows[2]).toEqual([
      '1', '94.00 % (93.00 % to 95.00 %)', '96.00 % (95.00 % to 97.00 %)', '94.32 %', '1.25 (1.25 to 1.25)', '1 (1 to 1)', '0.2',
    ]) // prettier-ignore
    expect(rows).toHaveLength(5)
  })

  it('shows mistakes with both probabilities, the most confident first', () => {
    const [list] = page.all('ol')
    expect(inside(list, 'li').map(textOf)).toEqual([
      'true <owl>, 20.00 %predicted cat, 70.00 %image 3',
      'true dog, 30.00 %predicted <owl>, 60.00 %image 1',
    ])
    expect(html).toContain('2 mistakes in 4 images, the most confident first')
  })

  it('states how many mistakes are left out', () => {
    const short = renderReport({ title: 't', evaluation: { ...exampleEvaluation, mistakes: 1 } })
    expect(textOf(parsePage(short).all('p')[0])).toMatch(/^1 of 2 mistakes in 4 images/)
  })

  it('shows scores of classes and the confusion matrix', () => {
    expect(page.table('Scores by class')[2]).toEqual(['dog', '0.00 %', '0.00 %', '0.00 %', '1'])
    expect(page.table('Confusion matrix')).toEqual([
      ['true \\ predicted', 'cat', 'dog', '<owl>'],
      ['cat', '1', '0', '0'],
      ['dog', '0', '0', '1'],
      ['<owl>', '1', '0', '1'],
    ])
    expect(alternativeOf(page, 'confusion-matrix')).toContain(
      '4 images in 3 classes: 2 (50.00 %) classified correctly',
    )
  })

  it('shows the best trial of a study, and every trial', () => {
    const facts = page.all('dd').map(textOf)
    expect(facts).toContain('3 complete, 1 pruned, 1 failed, 1 running')
    expect(facts).toContain('97.00 %, trial 2')
    expect(page.table('Optimization history').slice(1)).toEqual([
      ['0', 'complete', '91.00 %', '91.00 %'],
      ['1', 'complete', '85.00 %', '91.00 %'],
      ['2', 'complete', '97.00 %', '97.00 %'],
      ['3', 'pruned', '60.00 %', '97.00 %'],
      ['4', 'failed', '60.00 %', '97.00 %'],
      ['5', 'running', '60.00 %', '97.00 %'],
    ])
    expect(page.table('Parallel coordinates').map(([trial]) => trial)).toEqual([
      'trial, best first',
      '2',
      '0',
      '1',
    ])
    expect(page.table('Importance of parameters')[1]).toEqual(['learningRate', '0.875'])
    expect(page.table('Timeline')[6]).toEqual(['5', 'running', '50.0 s', 'not ended'])
    expect(page.table('All trials')).toHaveLength(7)
  })

  it('describes the given best configuration by the parameters that differ', () => {
    const trials = [[0.001, 0, 0.99], [0.001, 1, 0.91], [0.01, 0, 0.96], [0.01, 1, 0.97]].map(
      ([learningRate, repeat, value], number) =>
        ({ number, configuration: { learningRate, optimizer: 'adam' }, repeat, value, state: 'complete' })) // prettier-ignore
    const facts = (shown: typeof trials, mean: number): string[] => {
      const members = shown.slice(-2)
      const best = { configuration: members[0].configuration, trials: members, mean }
      return parsePage(renderReport({ title: 't', studies: [{ ...exampleStudy, trials: shown, best }] }))
        .all('dd')
        .map(textOf)
    }
    expect(facts(trials, 0.965)).toEqual([
      'maximize validation accuracy',
      '4 complete',
      '96.50 %, the mean of trials 2 and 3',
      'learningRate 0.01',
    ])
    expect(facts(trials.slice(0, 2), 0.95).slice(2)).toEqual([
      '95.00 %, the mean of trials 0 and 1',
      'learningRate 0.001, optimizer adam',
    ])
  })

  it('treats the lowest value as the best of a study that minimizes', () => {
    const study = { ...exampleStudy, direction: 'minimize' as const }
    expect(
      parsePage(renderReport({ title: 't', studies: [study] })).table('Optimization history')[3],
    ).toEqual(['2', 'complete', '97.00 %', '85.00 %'])
  })

  it('does not take inherited properties for parameter values', () => {
    const parameters = { constructor: { kind: 'categorical' }, x: { kind: 'float' } }
    const trials = [{ number: 0, configuration: { x: 1 }, state: 'complete', value: 0.5 }]
    const text = renderReport({ title: 't', studies: [{ ...exampleStudy, parameters, trials }] })
    expect(parsePage(text).table('Parallel coordinates')[1]).toEqual(['0', '50.00 %', '', '1'])
    expect(text).not.toContain('function')
  })

  it('leaves out sections without data', () => {
    const headings = (input: ReportInput): string[] => parsePage(renderReport(input)).all('h2').map(textOf)
    expect(headings({ title: 't' })).toEqual([])
    expect(headings({ title: 't', groups: [] })).toEqual([])
    expect(headings({ title: 't', studies: [exampleStudy] })).toEqual(['Study: example study'])
    const bare = { ...exampleRun('r', 0.9), filters: undefined }
    expect(headings({ title: 't', groups: [{ label: 'g', runs: [bare] }] })).toEqual([
      'Results',
      'Learning curves',
      'Runs',
    ])
    const { label, labels, predictions } = exampleEvaluation
    expect(headings({ title: 't', evaluation: { label, labels, predictions } })).toEqual(['Evaluation'])
  })

  it.each<[string, ReportInput]>([
    ['nothing at all', { title: '' }],
    ['a group without runs', { title: 't', groups: [{ label: 'g', runs: [] }] }],
    ['a run that has not begun', { title: 't', groups: [{ label: 'g', runs: [{ name: 'r', epochs: [] }] }] }],
    ['one epoch', { title: 't', groups: [{ label: 'g', runs: [exampleRun('r', 0.9, 1)] }] }],
    [
      'only the epoch before training',
      { title: 't', groups: [{ label: 'g', runs: [exampleRun('r', 0.1, 0)] }] },
    ],
    [
      'a reference alone',
      { title: 't', groups: [{ label: 'g', runs: [], reference: { label: 'they', finalAccuracy: 0.9 } }] },
    ],
    [
      'labels that are empty or the same',
      { title: 't', groups: ['', '', 'a', 'a'].map((label) => ({ label, runs: [exampleRun('r', 0.9)] })) },
    ],
    ['a study without trials', { title: 't', studies: [{ ...exampleStudy, trials: [] }] }],
    ['a study without parameters', { title: 't', studies: [{ ...exampleStudy, parameters: {} }] }],
    [
      'a study of one trial',
      { title: 't', studies: [{ ...exampleStudy, trials: exampleStudy.trials.slice(0, 1) }] },
    ],
    [
      'one class',
      {
        title: 't',
        evaluation: {
          label: 'm',
          labels: [0],
          predictions: [0],
          confusion: [[1]],
          perClass: [{ precision: 1, recall: 1, f1: 1, support: 1 }],
        },
      },
    ],
    [
      'no images',
      { title: 't', evaluation: { ...exampleEvaluation, labels: [], predictions: [], probabilities: [] } },
    ],
  ])('accepts %s', (_name, input) => {
    const text = renderReport(input)
    expect(parsePage(text).errors).toEqual([])
    expect(text).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('ends the lines of a run that diverged, and states it in the caption', () => {
    const run = exampleRun('r', 0.1)
    const epochs = run.epochs.map((record) =>
      record.epoch < 2
        ? record
        : { ...record, test: { loss: record.epoch === 2 ? NaN : Infinity, accuracy: 0.1 } },
    )
    const diverged = renderReport({ title: 't', groups: [{ label: 'g', runs: [{ ...run, epochs }] }] })
    const found = parsePage(diverged)
    expect(found.errors).toEqual([])
    expect(found.table('g').map((row) => row[3])).toEqual(['test loss', '2.5', '1.25', 'NaN', 'Infinity'])
    expect(captionOf(found, 'learning-curves-g')).toContain('1 run diverged')
    for (const path of found.all('path')) expect(attribute(path, 'd')).not.toMatch(/NaN|Infinity/)
  })

  it('rejects an evaluation if the lengths of its parts do not match', () => {
    const with_ = (change: object): ReportInput => ({
      title: 't',
      evaluation: { ...exampleEvaluation, ...change },
    })
    expect(() => renderReport(with_({ predictions: [0] }))).toThrow(
      new RangeError('`predictions` must have one class for each of 4 labels, got 1.'),
    )
    expect(() => renderReport(with_({ probabilities: [0.5] }))).toThrow(
      new RangeError('`probabilities` must have one row for each of 4 labels, got 1 numbers.'),
    )
    expect(() => renderReport(with_({ imageShape: undefined }))).toThrow(
      new RangeError('`image` must return 28 × 28 bytes, got 4 for image 3. Set `imageShape`.'),
    )
  })
})

/** Clones an input except for `evaluation.image`, a function. */
function structuredCloneOf(input: ReportInput): ReportInput {
  const { evaluation, ...others } = input
  return { ...structuredClone(others), evaluation: evaluation && { ...evaluation } }
}
