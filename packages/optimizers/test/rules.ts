import { chain } from '../src/kinds/chain.ts'
import type { Rule } from '../src/engine/rule.ts'
import { adaBelief } from '../src/rules/ada-belief.ts'
import { adadelta } from '../src/rules/adadelta.ts'
import { adafactor } from '../src/rules/adafactor.ts'
import { adagrad } from '../src/rules/adagrad.ts'
import { adam } from '../src/rules/adam.ts'
import { adamax } from '../src/rules/adamax.ts'
import { adamW } from '../src/rules/adam-w.ts'
import { adan } from '../src/rules/adan.ts'
import { amsgrad } from '../src/rules/amsgrad.ts'
import { lamb } from '../src/rules/lamb.ts'
import { lars } from '../src/rules/lars.ts'
import { lion } from '../src/rules/lion.ts'
import { muon } from '../src/rules/muon.ts'
import { nadam } from '../src/rules/nadam.ts'
import { nadamW } from '../src/rules/nadam-w.ts'
import { oadam } from '../src/rules/oadam.ts'
import { prodigy } from '../src/rules/prodigy.ts'
import { radam } from '../src/rules/radam.ts'
import { rmsprop } from '../src/rules/rmsprop.ts'
import { scheduleFreeAdamW } from '../src/rules/schedule-free-adam-w.ts'
import { sgd } from '../src/rules/sgd.ts'
import { yogi } from '../src/rules/yogi.ts'
import { accumulate } from '../src/transforms/accumulate.ts'
import { adaptiveGradientClipping } from '../src/transforms/adaptive-gradient-clipping.ts'
import { centralize } from '../src/transforms/centralize.ts'
import { clipByGlobalNorm } from '../src/transforms/clip-by-global-norm.ts'
import { clipByNorm } from '../src/transforms/clip-by-norm.ts'
import { clipByValue } from '../src/transforms/clip-by-value.ts'
import { decoupledWeightDecay } from '../src/transforms/decoupled-weight-decay.ts'
import { ema } from '../src/transforms/ema.ts'
import { l1 } from '../src/transforms/l1.ts'
import { l2 } from '../src/transforms/l2.ts'
import { lookahead } from '../src/transforms/lookahead.ts'
import { noise } from '../src/transforms/noise.ts'
import { scaleLearningRate } from '../src/transforms/scale-learning-rate.ts'
import { skipNonFinite } from '../src/transforms/skip-non-finite.ts'
import { swa } from '../src/transforms/swa.ts'

/** The table of rules under test: add a line for a new rule. The learning rates suit Rosenbrock's valley. */
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
  adafactor: adafactor({ learningRate: 0.02 }),
  'adafactor without scales': adafactor({ learningRate: 0.02, scaleByParameter: false, weightDecay: 1e-4 }),
  muon: muon({ adamLearningRate: 0.02 }),
  prodigy: prodigy(),
  'prodigy with bias correction': prodigy({ biasCorrection: true, weightDecay: 1e-4 }),
  scheduleFreeAdamW: scheduleFreeAdamW({ learningRate: 0.05 }),
  'adaBelief, rectified, with weight decay': adaBelief({
    learningRate: 0.02,
    rectify: true,
    weightDecay: 1e-4,
  }),
  adan: adan({ learningRate: 0.02 }),
  'adan of optax, with weight decay': adan({
    learningRate: 0.02,
    beta2InLookAhead: false,
    weightDecay: 1e-4,
  }),
  lamb: lamb({ learningRate: 0.007, weightDecay: 1e-4 }),
  lars: lars({ learningRate: 0.3 }),
  'lars with Nesterov momentum': lars({ learningRate: 0.3, weightDecay: 1e-4, nesterov: true }),
  lion: lion({ learningRate: 0.007 }),
  oadam: oadam({ learningRate: 0.02, beta1: 0.9, beta2: 0.999 }),
  yogi: yogi({ learningRate: 0.02 }),
  'chain(l2, adaBelief, decoupledWeightDecay)': chain(
    l2(1e-6),
    adaBelief({ learningRate: 0.02 }),
    decoupledWeightDecay(1e-4),
  ),
  'chain(centralize, adaptiveGradientClipping, adam)': chain(
    centralize(),
    adaptiveGradientClipping({ clipping: 1 }),
    adam({ learningRate: 0.02 }),
  ),
  'chain(noise, clipByNorm, scaleLearningRate, adam)': chain(
    noise({ eta: 0, seed: 1 }),
    clipByNorm(10),
    scaleLearningRate(0.5),
    adam({ learningRate: 0.04 }),
  ),
  'chain(clipByValue, l1, accumulate, adam, swa)': chain(
    clipByValue(100),
    l1(1e-6),
    accumulate(3),
    adam({ learningRate: 0.05 }),
    swa({ start: 2, every: 3 }),
  ),
  'chain(skipNonFinite, accumulate, clipByGlobalNorm, l2, adam, lookahead, ema)': chain(
    skipNonFinite(),
    accumulate(3),
    clipByGlobalNorm(10),
    l2(1e-6),
    adam({ learningRate: 0.05 }),
    lookahead({ stepSize: 0.8 }),
    ema(0.9, { where: '.' }),
  ),
}
