import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { exampleEvaluation, exampleRun, exampleStudy } from '../test/example-input.ts'
import { attribute, parsePage, type Page } from '../test/parse-page.ts'
import { parseSvg } from '../test/parse-svg.ts'
import { renderCharts } from './render-charts.ts'
import { renderMarkdown } from './render-markdown.ts'
import { renderReport } from './render-report.ts'
import type { ReportInput } from './input/report-input.ts'
import type { ParameterValue, ReportParameter, ReportStudy } from './input/report-study.ts'

const hostile =
  'a\u0000\u0001\u001b[31m\ud800 </script><script>alert(1)</script> ]]> &amp; "q" \u{1f600}\ufffe\n b, c'

/** Creates an input in which every text is `text`. */
function inputOf(text: string): ReportInput {
  const { trials, ...study } = exampleStudy
  return {
    title: text,
    subtitle: text,
    facts: [{ label: text, value: text }],
    notes: [text],
    groups: [
      {
        label: text,
        section: text,
        runs: [{ ...exampleRun(text, 0.9), options: { [text]: text } }],
        verdict: text,
      },
      {
        label: `${text}2`,
        section: text,
        runs: [exampleRun(text, 0.8)],
        reference: { label: text, finalAccuracy: 0.5 },
      },
    ],
    evaluation: { ...exampleEvaluation, label: text, classNames: [text, `${text}1`, `${text}2`] },
    studies: [
      {
        ...study,
        name: text,
        metric: text,
        parameters: { [text]: { kind: 'categorical', choices: [text, null] }, x: { kind: 'float' } },
        trials: trials.map((trial) => ({ ...trial, configuration: { [text]: text, x: 1 }, state: text })),
      },
    ],
  }
}

/** Renders an input, and checks that the page has no parse error and that its drawings have only finite numbers. */
function pageOf(input: ReportInput): Page {
  const page = parsePage(renderReport(input))
  expect(page.errors).toEqual([])
  const numbers = ['path', 'polyline', 'polygon', 'text', 'rect', 'line'].flatMap((tag) =>
    page.all(tag).flatMap(({ attrs }) => attrs.map(({ value }) => value)),
  )
  expect(numbers.filter((value) => /NaN|Infinity/.test(value))).toEqual([])
  for (const { svg } of renderCharts(input)) parseSvg(svg.dark)
  return page
}

function studyOf(
  parameters: Readonly<Record<string, ReportParameter>>,
  rows: readonly (readonly [configuration: Readonly<Record<string, ParameterValue>>, value: number])[],
): ReportStudy {
  return {
    name: 's',
    direction: 'minimize',
    metric: 'm',
    parameters,
    trials: rows.map(([configuration, value], number) => ({
      number,
      configuration,
      value,
      state: 'complete',
    })),
  }
}

describe('reports of hostile input', () => {
  it('show control characters and lone surrogates, and run nothing', () => {
    const input = inputOf(hostile)
    const page = pageOf(input)
    expect(page.all('script')).toEqual([])
    expect(renderReport(input)).toContain('a␀␁␛[31m�')
    expect(renderMarkdown(input)).toContain('a␀␁␛\\[31m� &lt;/script>')
  })

  it('treat texts such as "constructor" as texts, and leave Object.prototype unchanged', () => {
    for (const text of ['__proto__', 'constructor']) {
      const page = pageOf(inputOf(text))
      expect(page.table('Results').map(([first]) => first)).toContain(text)
      const [chart] = renderCharts({ ...inputOf(text), studies: [] })
      expect(parseSvg(chart.svg.light).map(({ text: shown }) => shown)).toContain(text)
    }
    const inherited: string[] = []
    for (const key in {}) inherited.push(key)
    expect(inherited).toEqual([])
  })

  it('are well-formed for random texts', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '-', 'NaN', 'constructor', '<!--', '{a}'),
    )
    fc.assert(
      fc.property(text, (content) => void pageOf(inputOf(content))),
      { numRuns: 5 },
    )
  }, 60_000)

  it('keep image paths with spaces and commas in one candidate of srcset', () => {
    const images = { 'final-accuracy': { light: 'my charts, 1/a.svg', dark: 'my charts, 1/a-dark.svg' } }
    const groups = [{ label: 'g', runs: [exampleRun('r', 0.9)] }]
    const text = renderMarkdown({ title: 't', groups }, { images })
    const [source] = parsePage(text).all('source')
    expect(attribute(source, 'srcset')).toBe('my%20charts%2C%201/a-dark.svg')
    const one = renderMarkdown({ title: 't', groups }, { images: { 'final-accuracy': 'a> (b).svg' } })
    expect(one).toContain('](<a%3E (b).svg>)')
  })

  it('distinguish null and "null", 1 and "1", true and "true" in every chart and table', () => {
    const values = [null, 'null', 1, '1', true, 'true', '-', '']
    const study = studyOf(
      { x: { kind: 'categorical', choices: values } },
      values.map((x, index) => [{ x }, index / 10]),
    )
    const page = pageOf({ title: 't', studies: [study] })
    const shown = ['null', '"null"', '1', '"1"', 'true', '"true"', '-', '""']
    expect(page.table('All trials').map((row) => row[3])).toEqual(['x', ...shown])
    expect(page.table('Parallel coordinates').map((row) => row[2])).toEqual(['x', ...shown])
    for (const name of ['slices', 'parallel-coordinates']) {
      const chart = renderCharts({ title: 't', studies: [study] }).find(
        (candidate) => candidate.name === name,
      )!
      const texts = parseSvg(chart.svg.light).map(({ text }) => text)
      for (const text of shown) expect(texts.filter((found) => found === text)).toHaveLength(1)
    }
  })

  it('draw trials that lack a categorical parameter at a separate place', () => {
    const parameters = { kind: { kind: 'categorical', choices: ['a', 'b'] }, x: { kind: 'float', log: true } }
    const study = studyOf(parameters, [
      [{ kind: 'a', x: 1 }, 1],
      [{ x: 2 }, 2],
      [{}, 3],
    ])
    pageOf({ title: 't', studies: [study] })
    const charts = renderCharts({ title: 't', studies: [study] })
    const drawn = parseSvg(charts.find(({ name }) => name === 'parallel-coordinates')!.svg.light)
    expect(drawn.filter(({ text }) => text === 'none')).toHaveLength(2)
    expect(drawn.filter(({ tag }) => tag === 'polyline')).toHaveLength(3)
  })

  it('have axes for the smallest and the largest numbers', () => {
    const rates = [5e-324, 1e-320, 1e308, 1.7e308]
    for (const log of [true, false]) {
      const study = studyOf(
        { x: { kind: 'float', log } },
        rates.map((x, index) => [{ x }, (index - 1) * 1.7e308]),
      )
      const page = pageOf({ title: 't', studies: [study] })
      expect(page.table('All trials')[1][3]).toBe('5e-324')
    }
    pageOf({ title: 't', studies: [studyOf({ x: { kind: 'float' } }, [[{ x: -1.7e308 }, 0], [{ x: 1.7e308 }, NaN], [{ x: 1 }, Infinity]])] }) // prettier-ignore
  })

  it('show runs whose metrics are absent or not finite', () => {
    const torn = [
      { name: 'none', epochs: [], plannedEpochs: 3 },
      { name: 'empty', epochs: [{ epoch: 0 }, { epoch: 1, test: {} }], plannedEpochs: 3 },
      {
        name: 'nan',
        epochs: [{ epoch: 1, test: { accuracy: NaN, loss: -Infinity }, seconds: NaN }],
        summary: {},
      },
    ]
    pageOf({ title: 't', groups: torn.map((run) => ({ label: run.name, runs: [run] })) })
    const measure = { split: 'test', metric: 'loss' } as const
    pageOf({ title: 't', groups: torn.map((run) => ({ label: run.name, runs: [run], measure })) })
  })
})
