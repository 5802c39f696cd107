import { fluxConfig } from '@tunekit/optimizers'
import type { RuleConfig } from '@tunekit/optimizers'

/** The recipe of `tunekit train` without options: the best recipe of the post "How My LeNet Achieves 99% Accuracy". */
export const recipe: {
  readonly optimizer: RuleConfig
  readonly batchSize: number
  readonly seed: number
} = {
  optimizer: {
    name: 'chain',
    links: [{ name: 'l2', weightDecay: 1e-6 }, fluxConfig('adaBelief', { learningRate: 3e-4 })],
  },
  batchSize: 32,
  seed: 42,
}
