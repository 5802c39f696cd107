import { chain } from '../src/chain.ts'
import type { Rule } from '../src/rule.ts'
import { adaBelief } from '../src/rules/ada-belief.ts'
import { adamW } from '../src/rules/adam-w.ts'
import { adadelta } from '../src/rules/adadelta.ts'
import { adagrad } from '../src/rules/adagrad.ts'
import { adam } from '../src/rules/adam.ts'
import { adamax } from '../src/rules/adamax.ts'
import { amsgrad } from '../src/rules/amsgrad.ts'
import { nadamW } from '../src/rules/nadam-w.ts'
import { nadam } from '../src/rules/nadam.ts'
import { radam } from '../src/rules/radam.ts'
import { rmsprop } from '../src/rules/rmsprop.ts'
import { sgd } from '../src/rules/sgd.ts'
import { decoupledWeightDecay } from '../src/transforms/decoupled-weight-decay.ts'
import { l2 } from '../src/transforms/l2.ts'

/** The one table of rules under test: a new rule is a new line here. Learning rates suit Rosenbrock's valley. */
export const rules: Readonly<Record<string, Rule>> = {
  sgd: sgd({ learningRate: 1e-3 }),
  'sgd with momentum': sgd({ learningRate: 1e-3, momentum: 0.9 }),
  'sgd with Nesterov momentum': sgd({ learningRate: 1e-3, momentum: 0.9, nesterov: true }),
  adam: adam({ learningRate: 0.02 }),
  adamW: adamW({ learningRate: 0.02, weightDecay: 1e-4 }),
  'adamW of Flux 0.12.4': adamW({ learningRate: 0.02, weightDecay: 1e-6, scaleByLearningRate: false }),
  nadam: nadam({ learningRate: 0.02 }),
  'nadam of Flux 0.12.4': nadam({ learningRate: 0.02, beta2InRoot: true }),
  'nadam of Keras': nadam({ learningRate: 0.02, momentumDecay: 1 }),
  nadamW: nadamW({ learningRate: 0.02, weightDecay: 1e-4 }),
  rmsprop: rmsprop({ learningRate: 6e-3 }),
  'rmsprop, centered, with momentum': rmsprop({ learningRate: 3e-4, centered: true, momentum: 0.9 }),
  adagrad: adagrad({ learningRate: 0.2 }),
  adadelta: adadelta({ learningRate: 0.3 }),
  amsgrad: amsgrad({ learningRate: 0.02 }),
  'amsgrad without bias correction': amsgrad({ learningRate: 0.02, biasCorrection: false }),
  adamax: adamax({ learningRate: 0.02 }),
  radam: radam({ learningRate: 0.03 }),
  'radam of Flux 0.12.4': radam({ learningRate: 0.03, rectificationThreshold: 4 }),
  adaBelief: adaBelief({ learningRate: 0.02 }),
  'adaBelief of Flux 0.12.4': adaBelief({
    learningRate: 0.01,
    biasCorrection: false,
    epsilon: 1e-8,
    epsilonRoot: 0,
  }),
  'chain(l2, adaBelief, decoupledWeightDecay)': chain(
    l2(1e-6),
    adaBelief({ learningRate: 0.02 }),
    decoupledWeightDecay(1e-4),
  ),
}
