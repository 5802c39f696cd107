/** Operations: each does some of its units, `from` to `to`, and is called by the scheduler through generated/dispatch. */
export { batchNorm, batchNormGain } from './batch-norm'
export { floatsToIntegers, integersToFloats, widenBools } from './cast'
export { compare, select } from './compare'
export { repeatFloats, sumRepeats } from './channel-multiplier'
export { conv2dForward, matmul } from './conv2d-forward'
export { conv2dForwardPlane } from './conv2d-forward-plane'
export { conv2dFilterGradient } from './conv2d-filter-gradient'
export { conv2dInputGradient } from './conv2d-input-gradient'
export { conv2dMaxPool } from './conv2d-max-pool'
export { conv2dMaxPoolFilterGradient, conv2dMaxPoolInputGradient } from './conv2d-max-pool-gradient'
export { crossEntropy } from './cross-entropy'
export { cumulate } from './cumulate'
export { depthwise } from './depthwise'
export { depthwiseFilterGradient } from './depthwise-filter-gradient'
export {
  abs,
  add,
  div,
  elu,
  exp,
  leakyRelu,
  log,
  maximum,
  minimum,
  mul,
  neg,
  prelu,
  relu,
  relu6,
  sigmoid,
  sqrt,
  square,
  step,
  sub,
  tanh,
} from './elementwise'
export { addSums, formulas, formulaSums } from './formulas'
export { gather, oneHot } from './gather'
export { copyRows, fill, transpose, zero } from './layout'
export { localResponse, localResponseGradient } from './local-response'
export { matmulPanels } from './matmul-panels'
export { matmulTransposed } from './matmul-transposed'
export { maxPool2x2, maxPool2x2Gradient } from './max-pool-2x2'

export { packPanels } from './pack-panels'
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pool'
export { rareBinary, rareUnary } from './rare-elementwise'
export { findBoolRows, prodRows, sumIntegerRows } from './rare-reduce'
export { argMaxRows, maxRows, minRows, softmaxRows, sumRows } from './reduce'
export { addChunks, sumColumns } from './reduce-columns'
export { resizeBilinear, resizeBilinearGradient, resizeNearest, resizeNearestGradient } from './resize'
export { listSegments, sumSegments } from './segment-sum'
export { copyStrided } from './strided'

export { abandon, fail, run, stop, work, workers } from './scheduler'
