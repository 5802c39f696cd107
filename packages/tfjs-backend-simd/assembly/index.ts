/** Operations: each does some of its units, `from` to `to`, and is called by the scheduler through generated/dispatch. */
export { conv2dForward, matmul } from './conv2d-forward'
export { conv2dForwardPlane } from './conv2d-forward-plane'
export { conv2dFilterGradient } from './conv2d-filter-gradient'
export { conv2dInputGradient } from './conv2d-input-gradient'
export { conv2dMaxPool } from './conv2d-max-pool'
export { conv2dMaxPoolFilterGradient, conv2dMaxPoolInputGradient } from './conv2d-max-pool-gradient'
export { crossEntropy } from './cross-entropy'
export {
  abs,
  add,
  div,
  exp,
  log,
  maximum,
  minimum,
  mul,
  neg,
  relu,
  relu6,
  sigmoid,
  sqrt,
  square,
  step,
  sub,
  tanh,
} from './elementwise'
export { copyRows, transpose, zero } from './layout'
export { matmulTransposed } from './matmul-transposed'
export { maxPool2x2, maxPool2x2Gradient } from './max-pool-2x2'
export { adaBelief, adam, l2, nadam, sgd, sgdMomentum } from './optimizers'
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pool'
export { argMaxRows, maxRows, softmaxRows, sumColumns, sumRows } from './reduce'

export { run, stop, work, workers } from './scheduler'
