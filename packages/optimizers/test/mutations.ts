/** A piece of source code that occurs once in its file, and a mistake that replaces it. */
type Change = readonly [text: string, other: string]
type Changes = Readonly<Record<string, Change>>

/** Mistakes in one file, and the tests that must fail, most likely tests first. */
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

/** Mistakes in rules with the text `beta1: β1, beta2: β2`. */
const betasExchanged: Changes = {
  'β₁ and β₂ exchanged': ['beta1: β1, beta2: β2', 'beta1: β2, beta2: β1'],
}
/** Mistakes in rules with the text `unbiased(m, β1, t)`. */
const correctionOfMean: Changes = {
  'no bias correction of m': ['unbiased(m, β1, t)', 'unbiased(m, 0, t)'],
  'bias correction of m by t + 1': ['unbiased(m, β1, t)', 'unbiased(m, β1, t + 1)'],
}
/** Mistakes in rules that call `adamDirection`; `source` is the part of the call that contains the context. */
function ofAdamDirection(source: string): Changes {
  const other = (change: string): Change => [source, source.replace('context', `{ ...context, ${change} }`)]
  return {
    ...betasExchanged,
    'no bias correction of m': other('beta1: 0'),
    'no bias correction of v': other('beta2: 0'),
    'bias correction by t + 1': other('t: context.t + 1'),
    'no ε': other('epsilon: 0'),
    'ε outside the correction of the root': other(
      'epsilon: context.epsilon / Math.sqrt(1 - context.beta2 ** context.t)',
    ),
  }
}
const noEpsilon: Changes = { 'no ε': ['.add(ε)', ''] }
const decayAfter: Changes = {
  'no decay': ['[rule, decay])', '[rule])'],
  'decay that ignores `scaleByLearningRate`': ['{ scaleByLearningRate, where }', '{ where }'],
  'decay that ignores `where`': ['{ scaleByLearningRate, where }', '{ scaleByLearningRate }'],
}
const whereTest = 'test/where.test.ts'
const ignoresOptionWhere: Changes = {
  'ignores `where`': ['    options.where,\n', '    undefined,\n'],
}
const ignoresWhere: Changes = { 'ignores `where`': ['    where,\n', '    undefined,\n'] }

/** The mistakes, by file in src. */
export const mutations: Readonly<Record<string, FileMutations>> = {
  'engine/scaled.ts': {
    tests: ['src/engine/scaled.test.ts', 'src/rules/ada-belief.test.ts', recurrences, moments, vectors],
    changes: {
      'no denominator at the end': [
        ' * factor) / this.denominator)\n  }\n\n  /** Ends',
        ' * factor))\n  }\n\n  /** Ends',
      ],
      'no numerator of a divisor': ['this.denominator * divisor.numerator', 'this.denominator'],
      'no denominator of a divisor': ['this.numerator * divisor.denominator', 'this.numerator'],
      'a number added without scaling': ['(number * this.denominator) / this.numerator', 'number'],
      'no root of the denominator': ['Math.sqrt(this.denominator)', 'this.denominator'],
      'no denominator of terms': ['(common * numerator) / denominator', 'common * numerator'],
    },
  },
  'rules/orthogonalize.ts': {
    tests: ['src/rules/orthogonalize.test.ts', vectors],
    changes: {
      'no norm': ['div(matrix, maximum(norm, 1e-7))', 'matrix'],
      'no lower limit of the norm': ['maximum(norm, 1e-7)', 'norm'],
    },
  },
  'rules/rectification.ts': {
    tests: ['src/rules/radam.test.ts', 'src/rules/ada-belief.test.ts', pytorch, moments, vectors],
    changes: {
      'by t − 1': ['power(beta2, t)', 'power(beta2, t - 1)'],
      'corrected by t + 1': ['biasCorrection(beta2, t)', 'biasCorrection(beta2, t + 1)'],
      'no ρ∞ / ρ': ['(rhoInf / rho)', '1'],
    },
  },
  'rules/running-mean.ts': {
    tests: ['src/rules/running-mean.test.ts', 'src/rules/adam.test.ts', recurrences],
    changes: {
      'bias correction by t + 1': ['power(decay, t)', 'power(decay, t + 1)'],
      'no bias correction': ['new Scaled(mean, 1, biasCorrection(decay, t))', 'new Scaled(mean, 1, 1)'],
      'a mean that forgets nothing': ['mean.mul(decay)', 'mean'],
      'no share of the value': ['value.mul(1 - decay)', 'value'],
    },
  },

  'rules/ada-belief.ts': {
    tests: ['src/rules/ada-belief.test.ts', recurrences, moments, vectors],
    changes: {
      ...betasExchanged,
      ...correctionOfMean,
      'no bias correction of s': ['unbiased(s, β2, t)', 'unbiased(s, 0, t)'],
      'bias correction of s by t + 1': ['unbiased(s, β2, t)', 'unbiased(s, β2, t + 1)'],
      'always bias correction': ['isCorrected\n        ?', 'true\n        ?'],
      'no ε': ['sHat.sqrt().add(ε)', 'sHat.sqrt()'],
      'no ε where rectified': ['div(s.sqrt().add(ε))', 'div(s.sqrt())'],
      'no εᵣ': ['.add(εr)', ''],
      'corrected ε where rectified': ['scale(root).div(s.sqrt().add(ε))', 'div(sHat.sqrt().add(ε))'],
      'ε outside the correction of the root': [
        'div(sHat.sqrt().add(ε))',
        'div(sHat.sqrt().add(ε / sHat.sqrt().denominator))',
      ],
      'no correction where rectified': ['.scale(root)', ''],
      'surprise before m': ['g.sub(m)', 'g.sub(state.m)'],
      'no surprise': ['g.sub(m).square()', 'g.square()'],
      'no rectification': ['.mul(r)', '.mul(1)'],
      'never rectified': ['if (!rectify) return', 'return'],
      'rectification from 4': ['ρ < 5', 'ρ < 4'],
      'no decay': ['decayed(update, context)', 'update'],
    },
  },
  'rules/adadelta.ts': {
    tests: ['src/rules/adadelta.test.ts', pytorch, vectors],
    changes: {
      'no ε with d': ['state.d.add(ε)', 'state.d'],
      'no ε with v': ['v.add(ε)', 'v'],
      'v that forgets nothing': ['runningMean(state.v, g.square(), ρ)', 'state.v.add(g.square().mul(1 - ρ))'],
      'd that forgets nothing': ['runningMean(state.d, x.square(), ρ)', 'state.d.add(x.square().mul(1 - ρ))'],
      'no share of g²': ['runningMean(state.v, g.square(), ρ)', 'state.v.mul(ρ).add(g.square())'],
      'no share of x²': ['runningMean(state.d, x.square(), ρ)', 'state.d.mul(ρ).add(x.square())'],
      'no learning rate': ['x.mul(-α)', 'x.mul(-1)'],
    },
  },
  'rules/adafactor.ts': {
    tests: ['src/rules/adafactor.test.ts', collective, vectors],
    changes: {
      'no ε₁': [', epsilon1)\n', ', 0)\n'],
      'no ε₂': ['rootMeanSquare(parameter), epsilon2)', 'rootMeanSquare(parameter), 0)'],
      'no clipping': ['maximum(div(rootMeanSquare(u), clipThreshold), 1)', '1'],
      'no clip threshold': ['div(rootMeanSquare(u), clipThreshold)', 'rootMeanSquare(u)'],
      'no relative step': ['Math.min(learningRate, 1 / Math.sqrt(t))', 'learningRate'],
      'relative step by t + 1': ['1 / Math.sqrt(t)', '1 / Math.sqrt(t + 1)'],
      'decay by t + 1': ['realPower(t, ', 'realPower(t + 1, '],
      'no scale of the parameter': ['mul(maximum(rootMeanSquare(parameter), epsilon2), rate)', 'rate'],
      'no mean of rows': ['sqrt(mean(r, -2, true))', '1'],
      'squares that overflow': ['minimum(square(g), 1e30)', 'square(g)'],
      'no decay': ['weightDecay === 0 ? [rule] : [rule, decay]', '[rule]'],
    },
  },
  'rules/adagrad.ts': {
    tests: ['src/rules/adagrad.test.ts', pytorch, vectors],
    changes: {
      ...noEpsilon,
      'no learning rate decay': ['(t - 1) * η', '0'],
      'learning rate decay by t': ['(t - 1)', 't'],
      'no initial accumulator': ['fill(shape, declared.values.initialAccumulator)', 'fill(shape, 0)'],
    },
  },
  'rules/adam.ts': {
    tests: ['src/rules/adam.test.ts', recurrences, vectors],
    changes: {
      ...ofAdamDirection('adamDirection(m, v, context)'),
      'no correction of m': ['unbiased(m, beta1, t)', 'unbiased(m, 0, t)'],
      'bias correction of m by t + 1': ['unbiased(m, beta1, t)', 'unbiased(m, beta1, t + 1)'],
      'no correction of v': ['unbiased(v, beta2, t)', 'unbiased(v, 0, t)'],
      'bias correction of v by t + 1': ['unbiased(v, beta2, t)', 'unbiased(v, beta2, t + 1)'],
      'no ε added': ['vHat.sqrt().add(epsilon)', 'vHat.sqrt()'],
    },
  },
  'rules/adam-w.ts': { tests: ['src/rules/adam-w.test.ts', recurrences, vectors], changes: decayAfter },
  'rules/adamax.ts': {
    tests: ['src/rules/adamax.test.ts', pytorch, vectors],
    changes: { ...betasExchanged, ...correctionOfMean, ...noEpsilon },
  },
  'rules/adan.ts': {
    tests: ['src/rules/adan.test.ts', moments, vectors],
    changes: {
      ...betasExchanged,
      ...correctionOfMean,
      'no ε': ['.sqrt().add(ε)', '.sqrt()'],
      'ε outside the correction of the root': ['.add(ε)', '.add(ε / Math.sqrt(1 - β3 ** t))'],
      'no bias correction of v': ['biasCorrection(β2, t)', '1'],
      'bias correction of v by t + 1': ['biasCorrection(β2, t)', 'biasCorrection(β2, t + 1)'],
      'no bias correction of n': ['unbiased(n, β3, t)', 'unbiased(n, 0, t)'],
      'bias correction of n by t + 1': ['unbiased(n, β3, t)', 'unbiased(n, β3, t + 1)'],
      'β₂ and β₃ exchanged': ['beta2: β2, beta3: β3', 'beta2: β3, beta3: β2'],
      'no εᵣ': ['.add(εr)', ''],
      'εᵣ outside the correction of n': ['.add(εr)', '.add(εr / (1 - β3 ** t))'],
      'a difference at the first step': ['t === 1 ? 0 : 1', '1'],
      'no difference at the second step': ['t === 1 ? 0 : 1', 't <= 2 ? 0 : 1'],
      'always β₂ in the look-ahead': ['context.beta2InLookAhead ? β2 : 1 - β2', 'β2'],
      'never β₂ in the look-ahead': ['context.beta2InLookAhead ? β2 : 1 - β2', '1 - β2'],
      'no look-ahead': ['new Scaled(v, γ, ', 'new Scaled(v, 0, '],
      'no look-ahead in squares': ['g.add(d.mul(γ)).square()', 'g.square()'],
      'no decay': ['decayed(update, context)', 'update'],
    },
  },
  'rules/amsgrad.ts': {
    tests: ['src/rules/amsgrad.test.ts', pytorch, vectors],
    changes: {
      ...ofAdamDirection('isCorrected ? context'),
      'always bias correction': ['isCorrected ? context', 'true ? context'],
      'no maximum': ['state.u.maximum(v)', 'v'],
      'no initial accumulator': ['fill(shape, declared.values.initialAccumulator)', 'fill(shape, 0)'],
    },
  },
  'rules/lamb.ts': {
    tests: ['src/rules/lamb.test.ts', layerwise, vectors],
    changes: {
      ...ofAdamDirection('adamDirection(m, v, context)'),
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
      'no momentum': ['state.b.mul(μ).add(change)', 'change'],
      'no Nesterov momentum': ['nesterov ? b.mul(μ).add(change) : b', 'b'],
    },
  },
  'rules/lion.ts': {
    tests: ['src/rules/lion.test.ts', moments, vectors],
    changes: {
      ...betasExchanged,
      'no sign': ['.sign()', ''],
      'no decay': ['decayed(direction.mul(-α), context)', 'direction.mul(-α)'],
    },
  },
  'rules/muon.ts': {
    tests: ['src/rules/muon.test.ts', vectors],
    changes: {
      'no momentum': ['state.m.mul(μ).add(gradientTerm)', 'gradientTerm'],
      'no share of the gradient': ['g.mul(1 - μ)', 'g.mul(1)'],
      'no Nesterov momentum': ['nesterov ? m.mul(μ).add(gradientTerm) : m', 'm'],
      'no decay': ['    decoupledWeightDecay(weightDecay),\n', ''],
      'no factor': ['Math.sqrt(Math.max(1, outputs / inputs))', '1'],
      "no factor of 'matchRmsAdamW'": ['0.2 * Math.sqrt(Math.max(inputs, outputs))', '1'],
      'always five iterations': ['[inputs, outputs]), iterations', '[inputs, outputs]), 5'],
      "Adam's rate that does not follow": [
        '(learningRate / reference) * adamLearningRate',
        'adamLearningRate',
      ],
      "no rate of Adam's own": ['(learningRate / reference) * adamLearningRate', 'learningRate'],
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
      ...noEpsilon,
      'no bias correction of v': ['biasCorrection(β2, t)', '1'],
      'bias correction of v by t + 1': ['biasCorrection(β2, t)', 'biasCorrection(β2, t + 1)'],
      'ε outside the correction of the root': ['.add(ε)', '.add(ε / vHat.sqrt().denominator)'],
      'no bias correction of m': [', correction(t + 1))', ', 1)'],
      'bias correction of m by t': [', correction(t + 1))', ', correction(t))'],
      'no bias correction of g': [', correction(t))', ', 1)'],
      'bias correction of g by t + 1': [', correction(t))', ', correction(t + 1))'],
      'no look-ahead': ['new Scaled(g, 1 - μ(t), ', 'new Scaled(g, 0, '],
      'never β₂ in the root': ['(beta2InRoot ? β2 : 1)', '1'],
      'warm-up of m by t': ['new Scaled(m, μ(t + 1), ', 'new Scaled(m, μ(t), '],
      'warm-up of g by t − 1': ['1 - μ(t)', '1 - μ(t - 1)'],
      'no product of the warm-up': ['warmup.product(t)', '1'],
      'no warm-up': ['momentumDecay === 0', 'momentumDecay >= 0'],
    },
  },
  'rules/nadam-w.ts': { tests: ['src/rules/nadam-w.test.ts', pytorch, vectors], changes: decayAfter },
  'rules/oadam.ts': {
    tests: ['src/rules/oadam.test.ts', moments, vectors],
    changes: {
      ...ofAdamDirection('adamDirection(m, v, context)'),
      'no optimism': ['state.p.sub(p.mul(2))', 'p.mul(-1)'],
    },
  },
  'rules/prodigy.ts': {
    tests: ['src/rules/prodigy.test.ts', collective, vectors],
    changes: {
      ...betasExchanged,
      'no bias correction of m': ['biasCorrection(beta1, step + 1)', '1'],
      'bias correction of m by t + 1': ['biasCorrection(beta1, step + 1)', 'biasCorrection(beta1, step + 2)'],
      'no bias correction of v': ['biasCorrection(beta2, step + 1)', '1'],
      'bias correction of v by t + 1': ['biasCorrection(beta2, step + 1)', 'biasCorrection(beta2, step + 2)'],
      'no ε': ['dNext * ε', '0'],
      'ε with the previous d': ['dNext * ε', 'd * ε'],
      'no decay': ['-stepSize * λ', '0'],
      's that forgets nothing': ['s.mul(beta3Of(context))', 's'],
      'a numerator that forgets nothing': ['beta3Of(context) * dNumerator', 'dNumerator'],
      'no coefficient of d': ['κ * numerator', 'numerator'],
      'no safeguard': ['(context.safeguardWarmup ? d : stepSizeOf(d, context))', 'stepSizeOf(d, context)'],
      'no limit of growth': ['growthRate === undefined ? largest :', 'true ? largest :'],
      'a d that shrinks': ['Math.max(dMax, estimate)', 'estimate'],
    },
  },
  'rules/radam.ts': {
    tests: ['src/rules/radam.test.ts', pytorch, vectors],
    changes: {
      ...betasExchanged,
      ...correctionOfMean,
      ...noEpsilon,
      'no bias correction of v': ['unbiased(v, β2, t)', 'unbiased(v, 0, t)'],
      'bias correction of v by t + 1': ['unbiased(v, β2, t)', 'unbiased(v, β2, t + 1)'],
      'ε outside the correction of the root': ['.add(ε)', '.add(ε / vHat.sqrt().denominator)'],
      'no rectification': ['.mul(r)', '.mul(1)'],
      'no threshold': ['ρ <= rectificationThreshold', 'ρ <= 4'],
    },
  },
  'rules/rmsprop.ts': {
    tests: ['src/rules/rmsprop.test.ts', pytorch, vectors],
    changes: {
      ...noEpsilon,
      'no centering': ['centered ? g.sub(state.m) : g', 'g'],
      'no share of the mean': ['centered ? ρ * (1 - ρ) : 1 - ρ', '1 - ρ'],
      'no momentum': ['momentum === 0 ? direction :', 'true ? direction :'],
    },
  },
  'rules/schedule-free-adam-w.ts': {
    tests: ['src/rules/schedule-free-adam-w.test.ts', collective, vectors],
    changes: {
      'no bias correction of v': ['biasCorrection(β2, t)', '1'],
      'bias correction of v by t + 1': ['biasCorrection(β2, t)', 'biasCorrection(β2, t + 1)'],
      'no ε': ['.add(ε * root)', ''],
      'ε outside the correction of the root': ['ε * root', 'ε'],
      'β₁ for β₂': ['runningMean(state.v, g.square(), β2)', 'runningMean(state.v, g.square(), β1)'],
      'no decay': ['y.mul(λ)', 'y.mul(0)'],
      'no warm-up': ['step < warmupSteps ?', 'false ?'],
      'warm-up by t − 1': ['(step + 1)) / warmupSteps', 'step) / warmupSteps'],
      'no power of weights': ['realPower(step + 1, weightPower)', '1'],
      'power of weights by t − 1': ['realPower(step + 1, weightPower)', 'realPower(step, weightPower)'],
      'no largest rate': [
        'Math.max(shared.largestRate, rateAt(step, learningRate))',
        'rateAt(step, learningRate)',
      ],
      'no square of the rate': ['largestRate * largestRate', 'largestRate'],
      'no average': ['β1 * (1 - c) - 1', '-1'],
    },
  },
  'rules/sgd.ts': {
    tests: ['src/rules/sgd.test.ts', recurrences, vectors],
    changes: {
      'no momentum': ['state.b.mul(μ).add(', 'state.b.mul(0).add('],
      'no Nesterov momentum': ['nesterov ? b.mul(μ).add(g) : b', 'b'],
      'no dampening': ['g.mul(1 - τ)', 'g'],
      'dampening of the first gradient': ['t === 1 ? 0 : dampening', 'dampening'],
      'no dampening at the second step': ['t === 1 ? 0 :', 't <= 2 ? 0 :'],
    },
  },
  'rules/yogi.ts': {
    tests: ['src/rules/yogi.test.ts', moments, vectors],
    changes: {
      ...ofAdamDirection('adamDirection(m, v, context)'),
      'no initial accumulator': ['fill(shape, declared.values.initialAccumulator)', 'fill(shape, 0)'],
      'v that never falls': ['state.v.sub(change)', 'state.v'],
      'no share of g²': ['square.mul(1 - β2)', 'square.mul(1)'],
    },
  },

  'transforms/accumulate.ts': {
    tests: ['src/transforms/accumulate.test.ts'],
    changes: {
      'no mean': ['sum.div(steps)', 'sum'],
      'a sum that is never reset': ['parameter.mul(0)', 'sum'],
      'a step late': ['shared.count < steps', 'shared.count <= steps'],
      'a step early': ['shared.count < steps', 'shared.count < steps - 1'],
    },
  },
  'transforms/adaptive-gradient-clipping.ts': {
    tests: ['src/transforms/adaptive-gradient-clipping.test.ts', vectors, whereTest],
    changes: {
      ...ignoresOptionWhere,
      'no ε': ['maximum(unitNorms(θ), ε)', 'unitNorms(θ)'],
      'no clipping': ['maximum(div(unitNorms(g), limit), 1)', '1'],
      'clipping of small gradients': ['maximum(div(unitNorms(g), limit), 1)', 'div(unitNorms(g), limit)'],
      'no share of the norm': ['mul(maximum(unitNorms(θ), ε), λ)', 'maximum(unitNorms(θ), ε)'],
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
      'no centering': ['sub(g, mean(g, axes, true))', 'g'],
      'units of the first axis': ['.slice(0, -1)', '.slice(1)'],
      'centering of vectors': ['g.rank < 2', 'g.rank < 1'],
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
      'no clipping': ['g.div(excess.maximum(1))', 'g'],
      'clipping of small gradients': ['excess.maximum(1)', 'excess'],
      'squares that overflow': ['exponent < 0 ? 1 / power(2, -exponent) : power(2, exponent)', '1'],
    },
  },
  'transforms/clip-by-value.ts': {
    tests: ['src/transforms/clip-by-value.test.ts', whereTest],
    changes: {
      ...ignoresWhere,
      'no least': ['.maximum(-limit)', ''],
      'no largest': ['.minimum(limit)', ''],
    },
  },
  'transforms/decoupled-weight-decay.ts': {
    tests: ['src/transforms/decoupled-weight-decay.test.ts', recurrences, whereTest],
    changes: {
      ...ignoresWhere,
      'no decay': ['decayed(update, context)', 'update'],
      'no decay of rules either': ['update.add(parameter.mul(-factor))', 'update'],
      'decay that never follows the learning rate': ['(scaleByLearningRate ? learningRate : 1)', '1'],
      'decay that always follows it': ['(scaleByLearningRate ? learningRate : 1)', 'learningRate'],
    },
  },
  'transforms/ema.ts': {
    tests: ['src/transforms/ema.test.ts', 'src/engine/use-evaluation-weights.test.ts', whereTest],
    changes: {
      ...ignoresWhere,
      'shares exchanged': ['1 - β', 'β'],
      'the weights before the update': ['θ.add(update)', 'θ'],
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
      'no decay': ['g.add(θ.sign().mul(λ))', 'g'],
      'no sign': ['θ.sign()', 'θ'],
    },
  },
  'transforms/l2.ts': {
    tests: ['src/transforms/l2.test.ts', recurrences, whereTest],
    changes: {
      ...ignoresWhere,
      'no decay': ['g.add(θ.mul(λ))', 'g'],
    },
  },
  'transforms/lookahead.ts': {
    tests: ['src/transforms/lookahead.test.ts', vectors, whereTest],
    changes: {
      ...ignoresOptionWhere,
      'by t − 1': ['t % steps', '(t - 1) % steps'],
      'never back': ['t % steps !== 0', 'true'],
      'no step size': ['ahead.mul(α)', 'ahead'],
      'without this update': ['θ.add(update)', 'θ'],
    },
  },
  'transforms/noise.ts': {
    tests: ['src/transforms/noise.test.ts', whereTest],
    changes: {
      ...ignoresWhere,
      'no noise': ['add(g, tensor(numbers, g.shape))', 'g'],
      'the same deviation for ever': ['realPower(t, γ)', '1'],
      'by t + 1': ['realPower(t,', 'realPower(t + 1,'],
      'variance as deviation': ['Math.sqrt(η / realPower(t, γ))', 'η / realPower(t, γ)'],
      'the same numbers for each seed': ["'noise', seed, key, t", "'noise', key, t"],
      'the same numbers for each variable': ["'noise', seed, key, t", "'noise', seed, t"],
      'the same numbers in each step': ["'noise', seed, key, t", "'noise', seed, key"],
    },
  },
  'transforms/scale-learning-rate.ts': {
    tests: ['src/transforms/scale-learning-rate.test.ts', whereTest],
    changes: { ...ignoresWhere, 'no factor': ['learningRate * factor', 'learningRate'] },
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
    tests: ['src/transforms/swa.test.ts', 'src/engine/use-evaluation-weights.test.ts', whereTest],
    changes: {
      ...ignoresWhere,
      'a step late': ['t < start ||', 't <= start ||'],
      'every step': ['(t - start) % every !== 0', 'false'],
      'a mean of one more': ['div(n + 1)', 'div(n + 2)'],
      'the weights before the update': ['θ.add(update)', 'θ'],
      'evaluation before there is an average': ['t < start ?', 't < start - 1 ?'],
    },
  },
  'transforms/trust-ratio.ts': {
    tests: ['src/transforms/trust-ratio.test.ts', layerwise, whereTest],
    changes: {
      ...ignoresOptionWhere,
      ...noEpsilon,
      'no ratio': ['g.mul(ratioOrOne)', 'g'],
      'no coefficient': ['.mul(η)', ''],
      'a ratio for a parameter of 0': [
        'sums.parameter.whereGreater(0, sums.gradient.whereGreater(0, ratio, 1), 1)',
        'sums.gradient.whereGreater(0, ratio, 1)',
      ],
      'a ratio for a gradient of 0': ['sums.gradient.whereGreater(0, ratio, 1)', 'ratio'],
    },
  },
}
