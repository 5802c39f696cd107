import { describe, expect, it } from '@jest/globals'
import { exampleInput, exampleRun } from '../test/example-input.ts'
import { renderMarkdown } from './render-markdown.ts'

describe('renderMarkdown', () => {
  it('writes a table for each section, with figures of the reference and ours', () => {
    expect(renderMarkdown(exampleInput).replaceAll('\u00a0', ' ').split('\n')).toEqual([
      '### Batch "size"',
      '',
      '| configuration | runs | final, the post | final, ours | difference | best, the post | best, ours | time per epoch, the post | time per epoch, ours | verdict |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
      '| batch &lt;32> | 2 | 97.65 % | 98.00 % ± 0.99 | +0.35 | 97.77 % | 98.00 % | 21.5 s | 1.50 s | No difference. |',
      '| batch 64 | 1 |  | 96.00 % |  |  | 96.00 % |  | 1.50 s |  |',
      '',
      'Measured: final test accuracy; epochs: 3; seeds: 7.',
      '',
    ])
  })

  it('escapes labels', () => {
    const label = 'a|b *c* <d>\n[e](f) `g` _h_'
    const line = renderMarkdown({ title: 't', groups: [{ label, runs: [] }] }).split('\n')[2]
    expect(line).toBe('| a\\|b \\*c\\* &lt;d> \\[e\\](f) \\`g\\` \\_h\\_ | 0 |')
  })

  it('shows both ends of an interval that is not symmetric', () => {
    const summary = { mean: 0.98, interval: [0.97, 0.985] as const, n: 2 }
    const text = renderMarkdown({
      title: 't',
      groups: [{ label: 'g', runs: [exampleRun('r', 0.98)], summary }],
    })
    expect(text.replaceAll('\u00a0', ' ')).toContain('98.00 % (97.00 % to 98.50 %)')
  })

  it('links the named images, for both themes or for one', () => {
    const images = {
      importance: 'img/importance.svg',
      'final-accuracy': { light: 'a "b".svg', dark: 'c.svg' },
    }
    const text = renderMarkdown(exampleInput, { images }).replaceAll('\u00a0', ' ')
    expect(text).toContain(
      '![Bar chart of importance: learningRate 0.875, optimizer 0.125.](<img/importance.svg>)',
    )
    expect(text).toContain('<source media="(prefers-color-scheme: dark)" srcset="c.svg">')
    expect(text).toContain(
      '<img src="a &quot;b&quot;.svg" alt="Final test accuracy of 2 configurations. batch &lt;32>: 98.00 %',
    )
    expect(text.match(/<picture>|!\[/g)).toHaveLength(2)
  })

  it('is empty without groups and images', () => {
    expect(renderMarkdown({ title: 't' })).toBe('')
  })

  it('rejects an unknown chart name', () => {
    expect(() => renderMarkdown({ title: 't' }, { images: { typo: 'x.svg' } })).toThrow(
      '`images` must name charts of the report (it has none), got "typo".',
    )
  })
})
