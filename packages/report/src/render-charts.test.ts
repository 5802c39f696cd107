import { describe, expect, it } from '@jest/globals'
import { exampleEvaluation, exampleInput, exampleRun, exampleStudy } from '../test/example-input.ts'
import { parseSvg } from '../test/parse-svg.ts'
import { themes } from './drawing/palette.ts'
import { renderCharts, type RenderedChart } from './render-charts.ts'
import type { ReportInput } from './input/report-input.ts'

const charts = renderCharts(exampleInput)

function chart(name: string, from: readonly RenderedChart[] = charts): RenderedChart {
  return from.find((candidate) => candidate.name === name) as RenderedChart
}

function texts(svg: string): string[] {
  return parseSvg(svg)
    .filter(({ tag }) => tag === 'text')
    .map(({ text }) => text)
}

/** The centers of the circles of a color and a size. */
function circles(svg: string, fill: string, size: number): { x: number; y: number }[] {
  return parseSvg(svg).flatMap(({ tag, attributes }) => {
    const place = attributes['transform']?.match(/^matrix\(([\d.]+),0,0,[\d.]+,([\d.]+),([\d.]+)\)$/)
    if (tag !== 'path' || attributes['fill'] !== fill || !place || Number(place[1]) !== size) return []
    return [{ x: Number(place[2]), y: Number(place[3]) }]
  })
}

describe('renderCharts', () => {
  it('writes well-formed SVG that loads nothing, in both themes and at phone width', () => {
    for (const { svg } of [...charts, ...renderCharts(exampleInput, { width: 360 })]) {
      for (const file of [svg.light, svg.dark]) {
        expect(parseSvg(file).at(-1)?.attributes).toMatchObject({
          xmlns: 'http://www.w3.org/2000/svg',
          role: 'img',
        })
        expect(file.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
          /https?:|<script|<style|NaN|undefined/,
        )
        expect(file).not.toMatch(/zr\d|#0a0b|var\(/)
      }
    }
  })

  it('puts titles and text alternatives into the files', () => {
    expect(new Set(charts.map(({ name }) => name)).size).toBe(charts.length)
    for (const { svg, title, alternative } of charts) {
      const elements = parseSvg(svg.light)
      expect(elements.find(({ tag }) => tag === 'title')?.text).toBe(title)
      expect(elements.find(({ tag }) => tag === 'desc')?.text).toBe(alternative)
    }
  })

  it('returns the same bytes after other charts were drawn', () => {
    expect(renderCharts(exampleInput)).toEqual(charts)
    const alone = renderCharts({ title: 't', evaluation: exampleEvaluation })
    expect(alone).toEqual([chart('confusion-matrix')])
  })

  it('differs between the themes only in colors', () => {
    const { light, dark } = chart('final-accuracy').svg
    expect(light).toContain(themes.light.series[0])
    expect(dark).toContain(themes.dark.series[0])
    const bare = (svg: string): string => svg.replace(/#[0-9a-f]{6}/g, '')
    expect(bare(light)).toBe(bare(dark))
  })

  it('puts means at their values on the axis', () => {
    const [mean, other] = circles(chart('final-accuracy').svg.light, themes.light.series[0], 5.5)
    // The means are 98 and 96 %. The labels of the axis show the places of 96 and 98.
    const labels = parseSvg(chart('final-accuracy').svg.light).filter(({ tag }) => tag === 'text')
    const at = (label: string): number =>
      Number(labels.find(({ text }) => text === label)?.attributes['transform']?.match(/\(([\d.]+)/)?.[1])
    expect(mean.x).toBeCloseTo(at('98'), 0)
    expect(other.x).toBeCloseTo(at('96'), 0)
    expect(mean.y).toBeLessThan(other.y)
  })

  it('shows a value far below the others as an arrow instead of squeezing the others', () => {
    const accuracies = [0.991, 0.99, 0.989, 0.1]
    const input: ReportInput = {
      title: 't',
      groups: accuracies.map((accuracy, index) => ({
        label: `g${index}`,
        runs: [exampleRun('r', accuracy)],
      })),
    }
    const drawn = texts(chart('final-accuracy', renderCharts(input)).svg.light)
    expect(drawn).toContain('◂ 10.00\u00a0%')
    expect(drawn).toContain('99')
    expect(drawn).not.toContain('50')
    expect(
      circles(chart('final-accuracy', renderCharts(input)).svg.light, themes.light.series[0], 5.5),
    ).toHaveLength(3)
  })

  it('cuts off the lines that leave the plot of a comparison, and no others', () => {
    /** Returns the tops of the areas to which lines are clipped. */
    const clipTops = (accuracies: readonly number[]): number[] => {
      const groups = accuracies.map((accuracy, index) => ({
        label: `g${index}`,
        runs: [exampleRun('r', accuracy)],
      }))
      const { svg } = chart('comparison-all', renderCharts({ title: 't', groups }))
      const shapes = parseSvg(svg.light).map(({ attributes: { d = '' } }) => d)
      return shapes.flatMap((d) => /^M\S+ (\S+)l\d{3} 0l0 /.exec(d)?.[1] ?? []).map(Number)
    }
    expect(clipTops([0.991, 0.99, 0.989, 0.1]).every((top) => top > 0)).toBe(true)
    expect(clipTops([0.991, 0.99, 0.989]).every((top) => top < 0)).toBe(true)
  })

  it('writes each count except 0 into its cell of the confusion matrix', () => {
    expect(texts(chart('confusion-matrix').svg.light).filter((text) => /^\d+$/.test(text))).toEqual([
      '1',
      '1',
      '1',
      '1',
    ])
    const evaluation = { ...exampleEvaluation, confusion: [[11, 22], [33, 44]], classNames: ['a', 'b'], perClass: undefined } // prettier-ignore
    const [matrix] = renderCharts({ title: 't', evaluation })
    const places = parseSvg(matrix.svg.light)
      .filter(({ tag, text }) => tag === 'text' && /^\d+$/.test(text))
      .map(({ text, attributes: { x, y } }) => [text, Number(x), Number(y)] as const)
    const of = (count: string): number[] => places.find(([text]) => text === count)?.slice(1) as number[]
    expect(places).toHaveLength(4)
    expect(of('11')[0]).toBeLessThan(of('22')[0]) // columns are predicted classes
    expect(of('11')[1]).toBeLessThan(of('33')[1]) // rows are true classes
    expect(of('22')[0]).toBe(of('44')[0])
  })

  it('has logarithmic axes for logarithmic parameters', () => {
    expect(texts(chart('slices').svg.light)).toEqual(expect.arrayContaining(['0.001', '0.01', '0.1']))
    const linear = { ...exampleStudy, parameters: { learningRate: { kind: 'float' } } }
    const drawn = texts(chart('slices', renderCharts({ title: 't', studies: [linear] })).svg.light)
    expect(drawn).not.toContain('0.001')
  })

  it('breaks long labels into lines above their rows on narrow charts', () => {
    const label = 'a label that does not fit beside its row on a phone'
    const [drawn] = renderCharts(
      { title: 't', groups: [{ label, runs: [exampleRun('r', 0.9)] }] },
      { width: 360 },
    )
    expect(texts(drawn.svg.light).join(' ').replace(/\s+/g, ' ')).toContain(label)
  })

  it('rejects a width below 320', () => {
    expect(() => renderCharts(exampleInput, { width: 100 })).toThrow(
      new RangeError('`width` must be at least 320, got 100.'),
    )
  })
})
