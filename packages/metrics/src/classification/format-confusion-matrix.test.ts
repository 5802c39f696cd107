import { describe, expect, it } from '@jest/globals'
import { createClassificationMetrics } from './create-classification-metrics.ts'
import { formatConfusionMatrix } from './format-confusion-matrix.ts'

describe('formatConfusionMatrix', () => {
  it('shows counts, recall by row and precision by column', () => {
    const metrics = createClassificationMetrics({ classes: 2 })
    metrics.update({ labels: new Array(50).fill(0), predictions: [1, ...new Array(49).fill(0)] })
    metrics.update({ labels: new Array(50).fill(1), predictions: new Array(50).fill(1) })
    expect(formatConfusionMatrix(metrics.result()).split('\n')).toEqual([
      'true\\pred     0     1 recall',
      '0            49     1  98.0%',
      '1             ·    50   100%',
      'precision  100% 98.0%',
    ])
  })

  it('does not round an imperfect score to 100%', () => {
    const result = {
      confusion: [[9999, 1], [0, 5]], // prettier-ignore
      perClass: [0.9999, 1].map((recall) => ({ precision: 0.99996, recall, f1: 1, support: 1 })),
    }
    expect(formatConfusionMatrix(result).split('\n')).toEqual([
      'true\\pred     0     1 recall',
      '0          9999     1  99.9%',
      '1             ·     5   100%',
      'precision 99.9% 99.9%',
    ])
  })

  it('aligns names by the columns they take on a terminal', () => {
    const metrics = createClassificationMetrics({ classes: 3 })
    const lines = formatConfusionMatrix(metrics.result(), { classNames: ['長い名前です', '👟', 'é'] })
    expect(lines.split('\n').slice(1, 4)).toEqual([
      '0 長い名前です     ·     ·     ·   0.0%',
      '1 👟               ·     ·     ·   0.0%',
      '2 é                ·     ·     ·   0.0%',
    ])
  })

  it('keeps ten classes within 80 columns, with names of 11 characters and large counts', () => {
    const classNames = [
      'T-shirt/top',
      'Trouser',
      'Pullover',
      'Dress',
      'Coat',
      'Sandal',
      'Shirt',
      'Sneaker',
      'Bag',
      'Boot',
    ]
    const metrics = createClassificationMetrics({ classes: 10 })
    const { perClass } = metrics.result()
    const confusion = classNames.map(() => classNames.map(() => 99999))
    const lines = formatConfusionMatrix({ confusion, perClass }, { classNames }).split('\n')
    expect(lines).toHaveLength(12)
    expect(Math.max(...lines.map((line) => line.length))).toBe(80)
    expect(lines[1]).toMatch(/^0 T-shirt\/top( 99999){10} {3}0\.0%$/)
    expect(lines[10]).toMatch(/^9 Boot {7}( 99999){10} {3}0\.0%$/)
  })

  it('formats hundreds of classes', () => {
    const classes = 400
    const { confusion, perClass } = createClassificationMetrics({ classes }).result()
    const lines = formatConfusionMatrix({ confusion, perClass }).split('\n')
    expect(lines).toHaveLength(classes + 2)
  })
})
