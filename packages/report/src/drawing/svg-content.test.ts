import { describe, expect, it } from '@jest/globals'
import { exampleEvaluation, exampleInput, exampleRun, exampleStudy } from '../../test/example-input.ts'
import { parseSvg, type SvgElement } from '../../test/parse-svg.ts'
import { listCharts } from '../charts/collect-charts.ts'
import { prepareReport } from '../data/prepare-report.ts'
import { renderEcharts } from './draw-svg.ts'
import { svgContent } from './svg-content.ts'

/** A text that contains everything that is removed from an SVG file. */
const tricky =
  ' class="a" ecmeta_b="c" id="zr0-c0" url(#zr0-c0) font-family:d; <style>e</style> pointer-events="none"'

const input = {
  ...exampleInput,
  groups: [
    { label: tricky, section: tricky, runs: [exampleRun(tricky, 0.9), exampleRun('b', 0.8)] },
    { label: 'b', section: tricky, runs: [exampleRun('c', 0.7)] },
  ],
  evaluation: { ...exampleEvaluation, classNames: [tricky, 'b', 'c'] },
  studies: [exampleStudy, { ...exampleStudy, name: 'tricky', metric: tricky }],
}

const charts = listCharts(prepareReport(input)).flatMap((chart) =>
  [880, 360].map((width) => [`${chart.name} ${width}`, renderEcharts(chart.draw(width), width)] as const),
)

function parse(content: string): SvgElement[] {
  return parseSvg(`<svg>${content}</svg>`).slice(0, -1)
}

/** The parts of an element that must not change: its tag, its text, and its attributes except ids, references and fonts. */
function essence({ tag, text, attributes }: SvgElement): object {
  const kept = Object.entries(attributes)
    .filter(([name]) => !/^(class|id|clip-path|pointer-events|ecmeta_.*)$/.test(name))
    .map(([name, value]) => [name, name === 'style' ? value.replace(/font-family:[^;]*;/, '') : value]) // prettier-ignore
    .filter(([name, value]) => name !== 'style' || value !== '')
  return { tag, text: text.trim(), attributes: Object.fromEntries(kept) }
}

describe('svgContent', () => {
  it.each(charts)('keeps every shape and text of %s', (_name, svg) => {
    const drawn = parseSvg(svg)
      .slice(0, -1)
      .filter(({ tag }) => tag !== 'style')
    const content = svgContent(svg, 'chart')
    expect(parse(content).map(essence)).toEqual(drawn.map(essence))
    expect(parse(content).some(({ tag }) => tag === 'text')).toBe(true)
    expect(content).not.toMatch(/ (class|ecmeta_\w+|pointer-events)="|<style|="[^"]*font-family/)
  })

  it.each(charts)('keeps the target of every reference of %s', (_name, svg) => {
    const targets = (elements: readonly SvgElement[]): (number | undefined)[] => {
      const places = new Map(elements.map(({ attributes: { id } }, index) => [id, index]))
      return elements.flatMap(({ attributes: { 'clip-path': path } }) =>
        path === undefined ? [] : [places.get(path.replace(/^url\(#(.*)\)$/, '$1'))],
      )
    }
    const before = targets(parseSvg(svg).filter(({ tag }) => tag !== 'style'))
    expect(targets(parse(svgContent(svg, 'chart')))).toEqual(before)
    expect(before).not.toContain(undefined)
  })

  it('names ids in the order in which they appear', () => {
    const svg = '<svg><g clip-path="url(#zr7-c1)"></g><g clip-path="url(#other)"></g><a id="other"></a><a id="zr7-c1"></a></svg>' // prettier-ignore
    expect(svgContent(svg, 'x')).toBe(
      '<g clip-path="url(#x-0)"></g><g clip-path="url(#x-1)"></g><a id="x-1"></a><a id="x-0"></a>',
    )
  })

  it('rejects a file that is not XML', () => {
    expect(() => svgContent('<svg><g></svg>', 'x')).toThrow()
  })
})
