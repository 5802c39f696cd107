import { describe, expect, it } from '@jest/globals'
import { formatSummary } from './format-summary.ts'
import { planLayers } from './plan-layers.ts'
import { resolveOptions } from './resolve-options.ts'

describe('formatSummary', () => {
  it('is a table of 80 columns', () => {
    const config = resolveOptions({ inputShape: [32, 32, 3], activation: 'tanh', pooling: 'average' })
    const rule = '─'.repeat(80)
    expect(formatSummary(planLayers(config), config).split('\n')).toEqual([
      'LeNet-5 for 32×32×3 images of 10 classes',
      rule,
      'layer     operation                       output                      parameters',
      rule,
      'conv1     convolution 5×5, tanh           28×28×6                            456',
      'pool1     average pooling 2×2             14×14×6                              0',
      'conv2     convolution 5×5, tanh           10×10×16                         2,416',
      'pool2     average pooling 2×2             5×5×16                               0',
      'flatten   one row of features             400                                  0',
      'dense1    fully connected, tanh           120                             48,120',
      'dense2    fully connected, tanh           84                              10,164',
      'dense3    fully connected                 10                                 850',
      rule,
      'total                                                                     62,006',
    ])
  })
})
