/** A piece of source that occurs once in its file, and a mistake to put in its place. */
type Change = readonly [text: string, other: string]
type Changes = Readonly<Record<string, Change>>

/** Mistakes to make in one file, and the tests that see it, likely ones first. */
interface FileMutations {
  readonly tests: readonly string[]
  readonly changes: Changes
}

const vectors = 'test/vectors.test.ts'
const recurrences = 'test/recurrences.test.ts'
const collective = 'test/recurrences/collective.test.ts'
const layerwise = 'test/recurrences/layerwise.test.ts'
const moments = 'test/recurrences/moments.test.ts'
const pytorch = 'test/recurrences/pytorch.test.ts'

const betasExchanged: Changes = {
  'β₁ and β₂ exchanged': [
    "const beta1At = fraction('beta1', beta1)\n  const beta2At = fraction('beta2', beta2)",
    "const beta2At = fraction('beta1', beta1)\n  const beta1At = fraction('beta2', beta2)",
  ],
}
const correctionOfMean: Changes = {
  'no bias correction of m': ['biasCorrection(b1, t)', '1'],
  'bias correction of m by t + 1': ['biasCorrection(b1, t)', 'biasCorrection(b1, t + 1)'],
}
const correctionOfSquares: Changes = {
  'no bias correction of v': ['biasCorrection(b2, t)', '1'],
  'bias correction of v by t + 1': ['biasCorrection(b2, t)', 'biasCorrection(b2, t + 1)'],
}
const noEpsilon: Changes = { 'no ε': ['epsilonAt(step)', '0'] }
const rawEpsilon: Changes = { 'ε beside the corrected root': ['epsilonAt(step) * root', 'epsilonAt(step)'] }
const adamLike: Changes = {
  ...betasExchanged,
  ...correctionOfMean,
  ...correctionOfSquares,
  ...noEpsilon,
  ...rawEpsilon,
}
const decayBehind: Changes = {
  'no decay': ['[rule, decay])', '[rule])'],
  'decay that ignores `scaleByLearningRate`': ['{ scaleByLearningRate, where }', '{ where }'],
  'decay that ignores `where`': ['{ scaleByLearningRate, where }', '{ scaleByLearningRate }'],
}
const rectification: Changes = {
  'rectification by t − 1': ['power(beta2, t)', 'power(beta2, t - 1)'],
  'rectification that corrects by t + 1': ['biasCorrection(beta2, t)', 'biasCorrection(beta2, t + 1)'],
}
const whereTest = 'test/where.test.ts'
const ignoresWhere: Changes = { 'ignores `where`': ['    where,\n', '    undefined,\n'] }

/** By file below src. */
export const mutations: Readonly<Record<string, FileMutations>> = {
  'numerics/bias-correction.ts': {
    tests: ['src/numerics/bias-correction.test.ts'],
    changes: { 'by t + 1': ['power(beta, t)', 'power(beta, t + 1)'] },
  },
  'rules/orthogonalize.ts': {
    tests: ['src/rules/orthogonalize.test.ts', vectors],
    changes: {
      'no norm': ['div(matrix, maximum(norm, 1e-7))', 'matrix'],
      'no least norm': ['maximum(norm, 1e-7)', 'norm'],
    },
  },
  'transforms/weight-decay.ts': {
    tests: ['src/transforms/weight-decay.test.ts', 'src/transforms/decoupled-weight-decay.test.ts'],
    changes: {
      'no decay': ['update.add(parameter.mul(-factor))', 'update'],
      'decay that never follows the learning rate': ['(scaleByLearningRate ? learningRate : 1)', '1'],
      'decay that always follows it': ['(scaleByLearningRate ? learningRate : 1)', 'learningRate'],
    },
  },

  'rules/ada-belief.ts': {
    tests: ['src/rules/ada-belief.test.ts', recurrences, moments, vectors],
    changes: {
      ...betasExchanged,
      ...correctionOfMean,
      ...correctionOfSquares,
      ...noEpsilon,
      ...rectification,
      'no εᵣ': ['epsilonRootAt(step)', '0'],
      'corrected ε where rectified': ['(rectify ? 1 : root)', 'root'],
      'ε beside the corrected root': ['(rectify ? 1 : root)', '1'],
      'surprise before m': ['gradient.sub(m)', 'gradient.sub(state.m)'],
      'no surprise': ['gradient.sub(m).square()', 'gradient.square()'],
      'no rectification': ['rectify ? rectificationOf(b2, t) : 1', '1'],
      'rectification from 4': ['now < 5', 'now < 4'],
      'no decay': ['decay(update, context)', 'update'],
      'no decay before rectification': ['decay(m.mul(-stepSize), context)', 'm.mul(-stepSize)'],
    },
  },
  'rules/adadelta.ts': {
    tests: ['src/rules/adadelta.test.ts', pytorch, vectors],
    changes: {
      'no ε with d': ['state.d.add(added)', 'state.d'],
      'no ε with v': ['v.add(added)', 'v'],
      'v that forgets nothing': ['state.v.mul(kept)', 'state.v'],
      'd that forgets nothing': ['state.d.mul(kept)', 'state.d'],
      'no share of g²': ['gradient.square().mul(1 - kept)', 'gradient.square()'],
      'no share of x²': ['x.square().mul(1 - kept)', 'x.square()'],
      'no learning rate': ['x.mul(-learningRate)', 'x.mul(-1)'],
    },
  },
  'rules/adafactor.ts': {
    tests: ['src/rules/adafactor.test.ts', collective, vectors],
    changes: {
      'no ε₁': ['epsilon1At(step))', '0)'],
      'no ε₂': ['epsilon2At(step)', '0'],
      'no clipping': ['maximum(div(rootMeanSquare(u), thresholdAt(step)), 1)', '1'],
      'no clip threshold': ['thresholdAt(step)', '1'],
      'no relative step': ['Math.min(learningRate, 1 / Math.sqrt(t))', 'learningRate'],
      'relative step by t + 1': ['1 / Math.sqrt(t)', '1 / Math.sqrt(t + 1)'],
      'decay by t + 1': ['realPower(t, ', 'realPower(t + 1, '],
      'no scale of the parameter': [
        'mul(maximum(rootMeanSquare(parameter), epsilon2At(step)), rate)',
        'rate',
      ],
      'no mean of rows': ['sqrt(mean(r, -2, true))', '1'],
      'squares that overflow': ['minimum(square(gradient), 1e30)', 'square(gradient)'],
      'no decay': ['weightDecay === 0 ? [rule] : [rule, decay]', '[rule]'],
    },
  },
  'rules/adagrad.ts': {
    tests: ['src/rules/adagrad.test.ts', pytorch, vectors],
    changes: {
      ...noEpsilon,
      'no learning rate decay': ['learningRateDecayAt(step)', '0'],
      'learning rate decay by t': ['(t - 1)', 't'],
      'no initial accumulator': ['fill(shape, initialAccumulator)', 'fill(shape, 0)'],
    },
  },
  'rules/adam.ts': { tests: ['src/rules/adam.test.ts', recurrences, vectors], changes: adamLike },
  'rules/adam-w.ts': { tests: ['src/rules/adam-w.test.ts', recurrences, vectors], changes: decayBehind },
  'rules/adamax.ts': {
    tests: ['src/rules/adamax.test.ts', pytorch, vectors],
    changes: { ...betasExchanged, ...correctionOfMean, ...noEpsilon },
  },
  'rules/adan.ts': {
    tests: ['src/rules/adan.test.ts', moments, vectors],
    changes: {
      ...betasExchanged,
      ...correctionOfMean,
      ...noEpsilon,
      ...rawEpsilon,
      'no bias correction of v': ['biasCorrection(b2, t)', '1'],
      'bias correction of v by t + 1': ['biasCorrection(b2, t)', 'biasCorrection(b2, t + 1)'],
      'no bias correction of n': ['biasCorrection(b3, t)', '1'],
      'bias correction of n by t + 1': ['biasCorrection(b3, t)', 'biasCorrection(b3, t + 1)'],
      'β₂ and β₃ exchanged': [
        '[beta1At(step), beta2At(step), beta3At(step)]',
        '[beta1At(step), beta3At(step), beta2At(step)]',
      ],
      'no εᵣ': ['epsilonRootAt(step)', '0'],
      'εᵣ beside the corrected n': ['epsilonRootAt(step) * correction', 'epsilonRootAt(step)'],
      'a difference at the first step': ['t === 1 ? 0 : 1', '1'],
      'no difference at the second step': ['t === 1 ? 0 : 1', 't <= 2 ? 0 : 1'],
      'always β₂ in the look-ahead': ['beta2InLookAhead ? b2 : 1 - b2', 'b2'],
      'never β₂ in the look-ahead': ['beta2InLookAhead ? b2 : 1 - b2', '1 - b2'],
      'no look-ahead': ['m.mul(ofMean).add(v.mul(ofDifference))', 'm.mul(ofMean)'],
      'no look-ahead in squares': ['gradient.add(difference.mul(ahead)).square()', 'gradient.square()'],
      'no decay': ['decay(update, context)', 'update'],
    },
  },
  'rules/amsgrad.ts': {
    tests: ['src/rules/amsgrad.test.ts', pytorch, vectors],
    changes: {
      ...adamLike,
      'no maximum': ['state.u.maximum(v)', 'v'],
      'no initial accumulator': ['fill(shape, initialAccumulator)', 'fill(shape, 0)'],
    },
  },
  'rules/lamb.ts': {
    tests: ['src/rules/lamb.test.ts', layerwise, vectors],
    changes: {
      ...adamLike,
      'no decay': ['    decay,\n', ''],
      'decay that ignores `where`': ['l2(weightDecay, { where })', 'l2(weightDecay)'],
      'no trust ratio': ['    trustRatio(),\n', ''],
    },
  },
  'rules/lars.ts': {
    tests: ['src/rules/lars.test.ts', layerwise, vectors],
    changes: {
      'no decay': ['[decay, trust, descent]', '[trust, descent]'],
      'no trust ratio': ['[decay, trust, descent]', '[decay, descent]'],
      'decay that ignores `where`': ['l2(weightDecay, { where })', 'l2(weightDecay)'],
      'no ε': ['trustRatio({ trustCoefficient, epsilon,', 'trustRatio({ trustCoefficient,'],
      'no trust coefficient': ['trustRatio({ trustCoefficient,', 'trustRatio({'],
      'trust ratio that ignores `trustWhere`': [', where: trustWhere })', ' })'],
      'no momentum': ['state.b.mul(kept).add(change)', 'change'],
      'no Nesterov momentum': ['nesterov ? b.mul(kept).add(change) : b', 'b'],
    },
  },
  'rules/lion.ts': {
    tests: ['src/rules/lion.test.ts', moments, vectors],
    changes: {
      ...betasExchanged,
      'no sign': ['\n        .sign()', ''],
      'no decay': ['decay(direction.mul(-learningRate), context)', 'direction.mul(-learningRate)'],
    },
  },
  'rules/muon.ts': {
    tests: ['src/rules/muon.test.ts', vectors],
    changes: {
      'no momentum': ['state.m.mul(kept).add(taken)', 'taken'],
      'no share of the gradient': ['gradient.mul(1 - kept)', 'gradient.mul(1)'],
      'no Nesterov momentum': ['nesterov ? m.mul(kept).add(taken) : m', 'm'],
      'no decay': ['    decoupledWeightDecay(weightDecay),\n', ''],
      'no factor': ['Math.sqrt(Math.max(1, outputs / inputs))', '1'],
      "no factor of 'matchRmsAdamW'": ['0.2 * Math.sqrt(Math.max(inputs, outputs))', '1'],
      'always five iterations': ['[inputs, outputs]), iterations', '[inputs, outputs]), 5'],
      "Adam's rate that does not follow": [
        '(learningRate / reference) * adamRateAt(step)',
        'adamRateAt(step)',
      ],
      "no rate of Adam's own": ['(learningRate / reference) * adamRateAt(step)', 'learningRate'],
      "no ε of Adam's": ['adam({ beta1, beta2, epsilon })', 'adam({ beta1, beta2, epsilon: 0 })'],
      'β₁ and β₂ exchanged': [
        'adam({ beta1, beta2, epsilon })',
        'adam({ beta1: beta2, beta2: beta1, epsilon })',
      ],
    },
  },
  'rules/nadam.ts': {
    tests: ['src/rules/nadam.test.ts', recurrences, pytorch, vectors],
    changes: {
      ...betasExchanged,
      ...correctionOfSquares,
      ...noEpsilon,
      ...rawEpsilon,
      'no bias correction of m': ['/ correction(t + 1)', '/ 1'],
      'bias correction of m by t': ['/ correction(t + 1)', '/ correction(t)'],
      'no bias correction of g': ['/ correction(t)\n', '/ 1\n'],
      'bias correction of g by t + 1': ['/ correction(t)\n', '/ correction(t + 1)\n'],
      'no look-ahead': ['m.mul(ofMean).add(gradient.mul(ofGradient))', 'm.mul(ofMean)'],
      'never β₂ in the root': ['(beta2InRoot ? b2 : 1)', '1'],
      'warm-up of m by t': ['warmup.factor(t + 1)', 'warmup.factor(t)'],
      'warm-up of g by t − 1': ['warmup.factor(t))', 'warmup.factor(t - 1))'],
      'no product of the warm-up': ['warmup.product(t)', '1'],
      'no warm-up': ['momentumDecay === 0', 'momentumDecay >= 0'],
    },
  },
  'rules/nadam-w.ts': { tests: ['src/rules/nadam-w.test.ts', pytorch, vectors], changes: decayBehind },
  'rules/oadam.ts': {
    tests: ['src/rules/oadam.test.ts', moments, vectors],
    changes: { ...adamLike, 'no optimism': ['state.p.sub(p.mul(2))', 'p.mul(-1)'] },
  },
  'rules/prodigy.ts': {
    tests: ['src/rules/prodigy.test.ts', collective, vectors],
    changes: {
      ...betasExchanged,
      'no bias correction of m': ['biasCorrection(b1, step + 1)', '1'],
      'bias correction of m by t + 1': ['biasCorrection(b1, step + 1)', 'biasCorrection(b1, step + 2)'],
      'no bias correction of v': ['biasCorrection(b2, step + 1)', '1'],
      'bias correction of v by t + 1': ['biasCorrection(b2, step + 1)', 'biasCorrection(b2, step + 2)'],
      'no ε': ['dNext * epsilonAt(step)', '0'],
      'ε by the d before': ['dNext * epsilonAt(step)', 'd * epsilonAt(step)'],
      'no decay': ['-stepSize * weightDecayAt(step)', '0'],
      's that forgets nothing': ['s.mul(beta3At(step))', 's'],
      'a numerator that forgets nothing': ['beta3At(step) * dNumerator', 'dNumerator'],
      'no coefficient of d': ['coefficientAt(step) * numerator', 'numerator'],
      'no safeguard': ['(safeguardWarmup ? d : stepSize)', 'stepSize'],
      'no limit of growth': ['growthRate === undefined ? largest :', 'true ? largest :'],
      'a d that shrinks': ['Math.max(dMax, estimate)', 'estimate'],
    },
  },
  'rules/radam.ts': {
    tests: ['src/rules/radam.test.ts', pytorch, vectors],
    changes: {
      ...adamLike,
      ...rectification,
      'no rectification': ['rectification * root]', 'root]'],
      'no threshold': ['now <= threshold', 'now <= 4'],
    },
  },
  'rules/rmsprop.ts': {
    tests: ['src/rules/rmsprop.test.ts', pytorch, vectors],
    changes: {
      ...noEpsilon,
      'no centering': ['centered ? gradient.sub(state.m) : gradient', 'gradient'],
      'no share of the mean': ['centered ? kept * (1 - kept) : 1 - kept', '1 - kept'],
      'no momentum': ['momentum === 0 ? direction :', 'true ? direction :'],
    },
  },
  'rules/schedule-free-adam-w.ts': {
    tests: ['src/rules/schedule-free-adam-w.test.ts', collective, vectors],
    changes: {
      ...correctionOfSquares,
      ...noEpsilon,
      ...rawEpsilon,
      'β₁ for β₂': ["fraction('beta2', beta2)", "fraction('beta2', beta1)"],
      'no decay': ['weightDecayAt(step)', '0'],
      'no warm-up': ['step < warmupSteps ?', 'false ?'],
      'warm-up by t − 1': ['(step + 1)) / warmupSteps', 'step) / warmupSteps'],
      'no power of weights': ['realPower(step + 1, weightPower)', '1'],
      'power of weights by t − 1': ['realPower(step + 1, weightPower)', 'realPower(step, weightPower)'],
      'no largest rate': [
        'Math.max(shared.largestRate, rateAt(step, learningRate))',
        'rateAt(step, learningRate)',
      ],
      'no square of the rate': ['largestRate * largestRate', 'largestRate'],
      'no average': ['beta1 * (1 - c) - 1', '-1'],
    },
  },
  'rules/sgd.ts': {
    tests: ['src/rules/sgd.test.ts', recurrences, vectors],
    changes: {
      'no momentum': ['state.b.mul(kept).add(', 'state.b.mul(0).add('],
      'no Nesterov momentum': ['nesterov ? b.mul(kept).add(gradient) : b', 'b'],
      'no dampening': ['gradient.mul(1 - damped)', 'gradient'],
      'dampening of the first gradient': ['t === 1 ? 0 : dampeningAt(step)', 'dampeningAt(step)'],
      'no dampening at the second step': ['t === 1 ? 0 :', 't <= 2 ? 0 :'],
    },
  },
  'rules/yogi.ts': {
    tests: ['src/rules/yogi.test.ts', moments, vectors],
    changes: {
      ...adamLike,
      'no initial accumulator': ['fill(shape, initialAccumulator)', 'fill(shape, 0)'],
      'v that never falls': ['state.v.sub(change)', 'state.v'],
      'no share of g²': ['square.mul(1 - b2)', 'square.mul(1)'],
    },
  },

  'transforms/accumulate.ts': {
    tests: ['src/transforms/accumulate.test.ts'],
    changes: {
      'no mean': ['sum.div(steps)', 'sum'],
      'a sum that goes on': ['parameter.mul(0)', 'sum'],
      'a step late': ['shared.count < steps', 'shared.count <= steps'],
      'a step early': ['shared.count < steps', 'shared.count < steps - 1'],
    },
  },
  'transforms/adaptive-gradient-clipping.ts': {
    tests: ['src/transforms/adaptive-gradient-clipping.test.ts', vectors, whereTest],
    changes: {
      ...ignoresWhere,
      ...noEpsilon,
      'no clipping': ['maximum(div(unitNorms(gradient), limit), 1)', '1'],
      'clipping of small gradients': [
        'maximum(div(unitNorms(gradient), limit), 1)',
        'div(unitNorms(gradient), limit)',
      ],
      'no share of the norm': ['clippingAt(step)', '1'],
      'squares that overflow': ['maximum(max(abs(tensor), axes, true), smallestNormal)', '1'],
      'no smallest number': [
        'maximum(max(abs(tensor), axes, true), smallestNormal)',
        'max(abs(tensor), axes, true)',
      ],
      'units of the first axis': ['.slice(0, -1)', '.slice(1)'],
    },
  },
  'transforms/centralize.ts': {
    tests: ['src/transforms/centralize.test.ts', vectors, whereTest],
    changes: {
      ...ignoresWhere,
      'no centering': ['sub(gradient, mean(gradient, axes, true))', 'gradient'],
      'units of the first axis': ['.slice(0, -1)', '.slice(1)'],
      'centering of vectors': ['gradient.rank < 2', 'gradient.rank < 1'],
    },
  },
  'transforms/clip-by-global-norm.ts': {
    tests: ['src/transforms/clip-by-global-norm.test.ts', vectors],
    changes: { 'each on its own': ['({ totals }) => totals', '({ sums }) => sums'] },
  },
  'transforms/clip-by-norm.ts': {
    tests: ['src/transforms/clip-by-norm.test.ts', vectors],
    changes: { 'all together': ['({ sums }) => sums', '({ totals }) => totals'] },
  },
  'transforms/clip-norm.ts': {
    tests: ['src/transforms/clip-by-norm.test.ts', 'src/transforms/clip-by-global-norm.test.ts', whereTest],
    changes: {
      ...ignoresWhere,
      'no clipping': ['gradient.div(excess.maximum(1))', 'gradient'],
      'clipping of small gradients': ['excess.maximum(1)', 'excess'],
      'squares that overflow': ['exponent < 0 ? 1 / power(2, -exponent) : power(2, exponent)', '1'],
    },
  },
  'transforms/clip-by-value.ts': {
    tests: ['src/transforms/clip-by-value.test.ts', whereTest],
    changes: {
      ...ignoresWhere,
      'no least': ['.maximum(-limitAt(step))', ''],
      'no largest': ['.minimum(limitAt(step))', ''],
    },
  },
  'transforms/decoupled-weight-decay.ts': {
    tests: ['src/transforms/decoupled-weight-decay.test.ts', recurrences, whereTest],
    changes: { ...ignoresWhere, 'no decay': ['decay(update, context)', 'update'] },
  },
  'transforms/ema.ts': {
    tests: ['src/transforms/ema.test.ts', 'src/engine/evaluation-weights.test.ts', whereTest],
    changes: {
      ...ignoresWhere,
      'shares exchanged': ['1 - decayAt(step)', 'decayAt(step)'],
      'the weights before the update': ['parameter.add(update)', 'parameter'],
      'an average from 0': ['      initSlots: (parameter) => ({ average: parameter }),\n', ''],
    },
  },
  'transforms/freeze.ts': {
    tests: ['src/transforms/freeze.test.ts'],
    changes: {
      'freezes nothing': [
        'step: (_, state) => ({ update: undefined, state })',
        'step: (update, state) => ({ update, state })',
      ],
      'freezes all': ['only(where, stop)', "only('', stop)"],
    },
  },
  'transforms/l1.ts': {
    tests: ['src/transforms/l1.test.ts', whereTest],
    changes: {
      ...ignoresWhere,
      'no decay': ['gradient.add(parameter.sign().mul(weightDecayAt(step)))', 'gradient'],
      'no sign': ['parameter.sign()', 'parameter'],
    },
  },
  'transforms/l2.ts': {
    tests: ['src/transforms/l2.test.ts', recurrences, whereTest],
    changes: {
      ...ignoresWhere,
      'no decay': ['gradient.add(parameter.mul(weightDecayAt(step)))', 'gradient'],
    },
  },
  'transforms/lookahead.ts': {
    tests: ['src/transforms/lookahead.test.ts', vectors, whereTest],
    changes: {
      ...ignoresWhere,
      'by t − 1': ['t % steps', '(t - 1) % steps'],
      'never back': ['t % steps !== 0', 'true'],
      'no step size': ['stepSizeAt(step)', '1'],
      'without this update': ['parameter.add(update)', 'parameter'],
    },
  },
  'transforms/noise.ts': {
    tests: ['src/transforms/noise.test.ts', whereTest],
    changes: {
      ...ignoresWhere,
      'no noise': ['add(gradient, numbers)', 'gradient'],
      'the same deviation for ever': ['power(t, gammaAt(step))', '1'],
      'by t + 1': ['power(t,', 'power(t + 1,'],
      'variance as deviation': [
        'Math.sqrt(etaAt(step) / power(t, gammaAt(step)))',
        'etaAt(step) / power(t, gammaAt(step))',
      ],
      'the same numbers for each seed': ["'noise', seed, key, t", "'noise', key, t"],
      'the same numbers for each variable': ["'noise', seed, key, t", "'noise', seed, t"],
      'the same numbers in each step': ["'noise', seed, key, t", "'noise', seed, key"],
    },
  },
  'transforms/scale-learning-rate.ts': {
    tests: ['src/transforms/scale-learning-rate.test.ts', whereTest],
    changes: { ...ignoresWhere, 'no factor': ['learningRate * factorAt(step)', 'learningRate'] },
  },
  'transforms/skip-non-finite.ts': {
    tests: ['src/transforms/skip-non-finite.test.ts'],
    changes: {
      'skips nothing': ['shared.consecutive === 0 ? gradient : undefined', 'gradient'],
      'one more': ['consecutive >= limit', 'consecutive > limit'],
      'one less': ['consecutive >= limit', 'consecutive + 1 >= limit'],
      'steps that need not be in a row': ['{ skipped, consecutive: 0 }', '{ skipped, consecutive }'],
    },
  },
  'transforms/swa.ts': {
    tests: ['src/transforms/swa.test.ts', 'src/engine/evaluation-weights.test.ts', whereTest],
    changes: {
      ...ignoresWhere,
      'a step late': ['t < start ||', 't <= start ||'],
      'every step': ['(t - start) % every !== 0', 'false'],
      'a mean of one more': ['averaged + 1', 'averaged + 2'],
      'the weights before the update': ['parameter.add(update)', 'parameter'],
      'evaluation before there is an average': ['t < start ?', 't < start - 1 ?'],
    },
  },
  'transforms/trust-ratio.ts': {
    tests: ['src/transforms/trust-ratio.test.ts', layerwise, whereTest],
    changes: {
      ...ignoresWhere,
      ...noEpsilon,
      'no ratio': ['gradient.mul(ratioOrOne)', 'gradient'],
      'no coefficient': ['coefficientAt(step)', '1'],
      'a ratio for a parameter of 0': [
        'sums.parameter.whereGreater(0, sums.gradient.whereGreater(0, ratio, 1), 1)',
        'sums.gradient.whereGreater(0, ratio, 1)',
      ],
      'a ratio for a gradient of 0': ['sums.gradient.whereGreater(0, ratio, 1)', 'ratio'],
    },
  },
}
