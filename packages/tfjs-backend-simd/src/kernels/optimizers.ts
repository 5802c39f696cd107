import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Share } from '../command-queue.ts'
import { areFloats } from '../native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native-kernel.ts'
import { blocksOf, vectorWalk, walkArguments } from './broadcast-walk.ts'

/**
 * One step of an optimizer's rule on one parameter, fused. These are no kernels of tfjs: an optimizer may call them
 * by name when the active backend has them. Each takes `gradient`, `parameter` and the rule's accumulators, changes
 * the accumulators in place and returns `update`, which is to be added to the parameter; `TunekitApply` does that, in
 * place. Attributes are numbers, see assembly/optimizers.ts.
 */
export const optimizerKernels: NativeKernels = {
  TunekitL2: l2,
  TunekitSgd: sgd,
  TunekitAdam: adam,
  TunekitNadam: nadam,
  TunekitAdaBelief: adaBelief,
  TunekitApply: apply,
}

function l2(args: KernelArguments): TensorInfo {
  const { gradient, parameter } = floats('TunekitL2', args, ['gradient', 'parameter'])
  const { weightDecay } = args.attrs as Record<string, number>
  return withUpdate(args, gradient, (update, size) => {
    args.backend.queue.append(
      'l2',
      blocksOf(size),
      args.backend.address(gradient),
      args.backend.address(parameter),
      update,
      size,
      weightDecay,
    )
  })
}

function sgd(args: KernelArguments): TensorInfo {
  const { backend } = args
  const { learningRate, momentum, nesterov } = args.attrs as Record<string, number>
  const { gradient, b } = floats('TunekitSgd', args, momentum === 0 ? ['gradient'] : ['gradient', 'b'])
  return withUpdate(args, gradient, (update, size) => {
    const source = backend.address(gradient)
    if (momentum === 0) return backend.queue.append('sgd', blocksOf(size), source, update, size, learningRate)
    const buffer = backend.address(b)
    backend.queue.append(
      'sgdMomentum',
      blocksOf(size),
      source,
      buffer,
      update,
      size,
      learningRate,
      momentum,
      nesterov,
    )
  })
}

function adam(args: KernelArguments): TensorInfo {
  const { beta1, gain1, beta2, gain2, epsilon, stepSize } = args.attrs as Record<string, number>
  return withMoments('TunekitAdam', args, 'v', (share, ...moments) => {
    args.backend.queue.append('adam', share, ...moments, beta1, gain1, beta2, gain2, epsilon, stepSize)
  })
}

function nadam(args: KernelArguments): TensorInfo {
  const { beta1, gain1, beta2, gain2, epsilon, stepSize, gradientStepSize } = args.attrs as Record<
    string,
    number
  >
  return withMoments('TunekitNadam', args, 'v', (share, ...moments) => {
    const numbers = [beta1, gain1, beta2, gain2, epsilon, stepSize, gradientStepSize] as const
    args.backend.queue.append('nadam', share, ...moments, ...numbers)
  })
}

function adaBelief(args: KernelArguments): TensorInfo {
  const { beta1, gain1, beta2, gain2, epsilon, epsilonRoot, stepSize } = args.attrs as Record<string, number>
  return withMoments('TunekitAdaBelief', args, 's', (share, ...moments) => {
    const numbers = [beta1, gain1, beta2, gain2, epsilon, epsilonRoot, stepSize] as const
    args.backend.queue.append('adaBelief', share, ...moments, ...numbers)
  })
}

/** parameter += update */
function apply(args: KernelArguments): TensorInfo[] {
  const { backend } = args
  const { parameter, update } = floats('TunekitApply', args, ['parameter', 'update'])
  const size = util.sizeFromShape(parameter.shape)
  const address = backend.address(parameter)
  const walk = walkArguments(vectorWalk)
  backend.queue.append('add', blocksOf(size), address, backend.address(update), address, size, ...walk)
  return []
}

type Moments = [gradient: number, first: number, second: number, update: number, size: number]

/** Runs a rule with two accumulators: `m` and the one named. */
function withMoments(
  kernelName: string,
  args: KernelArguments,
  second: string,
  run: (share: Share, ...moments: Moments) => void,
): TensorInfo {
  const tensors = floats(kernelName, args, ['gradient', 'm', second])
  return withUpdate(args, tensors['gradient'], (update, size) => {
    const [gradient, m, other] = ['gradient', 'm', second].map((name) => args.backend.address(tensors[name]))
    run(blocksOf(size), gradient, m, other, update, size)
  })
}

/** Makes the update of a gradient's shape. */
function withUpdate(
  { backend }: KernelArguments,
  gradient: TensorInfo,
  run: (update: number, size: number) => void,
): TensorInfo {
  const update = backend.allocate(gradient.shape)
  run(backend.address(update), util.sizeFromShape(gradient.shape))
  return update
}

/** The named inputs, which must be float32 tensors of one size. */
function floats(
  kernelName: string,
  { inputs, backend }: KernelArguments,
  names: readonly string[],
): Record<string, TensorInfo> {
  backend.recording?.refuse('it steps an optimizer, whose count of steps a replay would not change')
  const tensors = names.map((name) => inputs[name] as TensorInfo)
  const size = util.sizeFromShape(tensors[0].shape)
  if (!areFloats(...tensors) || tensors.some((tensor) => util.sizeFromShape(tensor.shape) !== size)) {
    const got = tensors.map((tensor) => `${tensor?.dtype}[${tensor?.shape}]`).join(', ')
    throw new TypeError(
      `${kernelName} needs float32 tensors of one size: expected ${names.join(', ')}, got ${got}.`,
    )
  }
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]]))
}
