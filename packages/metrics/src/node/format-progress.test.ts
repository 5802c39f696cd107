import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { formatProgress } from './format-progress.ts'

const task = { label: 'Epoch 3/10', total: 60000, unit: 'images' }

describe('formatProgress', () => {
  it.each([
    [0, 0, 'Epoch 3/10   0%      0/60000      0 images/s  ETA -'],
    [27000, 2, 'Epoch 3/10  45%  27000/60000  13500 images/s  ETA 0:03'],
    [100, 2, 'Epoch 3/10   0%    100/60000     50 images/s  ETA 19:58'],
    [32, 8, 'Epoch 3/10   0%     32/60000      4 images/s  ETA 4:09:52'],
    [59999, 3, 'Epoch 3/10  99%  59999/60000  20000 images/s  ETA 0:01'],
    [60000, 3, 'Epoch 3/10 100%  60000/60000  20000 images/s  ETA 0:00'],
  ])('shows speed and remaining time after %i images in %i s', (done, seconds, line) => {
    expect(formatProgress({ ...task, done, seconds })).toBe(line)
  })

  it('fills what is left of 79 columns with a bar', () => {
    const line = formatProgress({ ...task, done: 27000, seconds: 2, width: 79 })
    expect(line).toBe(
      `Epoch 3/10  45% ${'█'.repeat(11)}${'░'.repeat(14)} 27000/60000  13500 images/s  ETA 0:03`,
    )
    expect(line).toHaveLength(79)
  })

  it('is never wider than `width`, and full exactly at the end', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.nat(10 ** 6),
        fc.nat(10 ** 6),
        fc.nat(10 ** 5),
        (width, done, total, seconds) => {
          const line = formatProgress({ ...task, done, total, seconds, width })
          expect(line.length).toBeLessThanOrEqual(width)
          if (width > 120) expect(line.includes('░')).toBe(done < total)
        },
      ),
    )
  })

  it('counts columns, not characters, of labels and units', () => {
    // Han characters and emoji take two columns, the accent on the e none.
    const columnsOf = (line: string): number =>
      [...line].reduce(
        (sum, part) =>
          sum + (/\p{Script=Han}|\p{Emoji_Presentation}/u.test(part) ? 2 : part === '\u0301' ? 0 : 1),
        0,
      )
    const wide = { label: '第三回 🎉 e\u0301poque 3/10', total: 60000, unit: '画像', done: 27000, seconds: 2 }
    expect(columnsOf(formatProgress({ ...wide, width: 79 }))).toBe(79)
    for (let width = 0; width < 120; width++) {
      expect(columnsOf(formatProgress({ ...wide, width }))).toBeLessThanOrEqual(width)
    }
  })

  it('is complete if the total is 0', () => {
    expect(formatProgress({ ...task, done: 0, total: 0, seconds: 0 })).toBe(
      'Epoch 3/10 100%  0/0      0 images/s  ETA -',
    )
  })
})
