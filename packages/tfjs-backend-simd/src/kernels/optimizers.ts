import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native-kernel.ts'

/**
 * One step of an optimizer's rule on one parameter, fused. These are no kernels of tfjs: an optimizer may call them
 * by name when the active backend has them. Each takes `gradient`, `parameter` and its accumulators, and returns
 * `[update, …accumulators]`; `update` is to be added to the parameter. Attributes are numbers, see
 * assembly/optimizers.ts.
 */
export const optimizerKernels: NativeKernels = {
  TunekitL2: l2,
  TunekitSgd: sgd,
  TunekitAdam: adam,
  TunekitNadam: nadam,
  TunekitAdaBelief: adaBelief,
}

function l2({ inputs, attrs, backend }: KernelArguments): TensorInfo[] {
  const { gradient, parameter } = floats('TunekitL2', inputs, ['gradient', 'parameter'])
  const addresses = [gradient, parameter].map((tensor) => backend.address(tensor))
  const update = backend.allocate(gradient.shape)
  const size = util.sizeFromShape(gradient.shape)
  backend.kernels.l2(
    addresses[0],
    addresses[1],
    backend.address(update),
    size,
    attrs['weightDecay'] as number,
  )
  return [update]
}

function sgd({ inputs, attrs, backend }: KernelArguments): TensorInfo[] {
  const { learningRate, momentum, nesterov } = attrs as Record<string, number>
  const { gradient, b } = floats('TunekitSgd', inputs, momentum === 0 ? ['gradient'] : ['gradient', 'b'])
  const size = util.sizeFromShape(gradient.shape)
  const sources = [gradient, b].map((tensor) => tensor && backend.address(tensor))
  const update = backend.allocate(gradient.shape)
  if (momentum === 0) {
    backend.kernels.sgd(sources[0], backend.address(update), size, learningRate)
    return [update]
  }
  const nextB = backend.allocate(gradient.shape)
  const targets = [update, nextB].map((tensor) => backend.address(tensor))
  const isNesterov = nesterov === 1
  backend.kernels.sgdMomentum(
    sources[0],
    sources[1],
    targets[0],
    targets[1],
    size,
    learningRate,
    momentum,
    isNesterov,
  )
  return [update, nextB]
}

function adam(args: KernelArguments): TensorInfo[] {
  const { beta1, gain1, beta2, gain2, epsilon, stepSize } = args.attrs as Record<string, number>
  return moments('TunekitAdam', args, 'v', (...pointers) => {
    args.backend.kernels.adam(...pointers, beta1, gain1, beta2, gain2, epsilon, stepSize)
  })
}

function nadam(args: KernelArguments): TensorInfo[] {
  const { beta1, gain1, beta2, gain2, epsilon, stepSize, gradientStepSize } = args.attrs as Record<
    string,
    number
  >
  return moments('TunekitNadam', args, 'v', (...pointers) => {
    args.backend.kernels.nadam(...pointers, beta1, gain1, beta2, gain2, epsilon, stepSize, gradientStepSize)
  })
}

function adaBelief(args: KernelArguments): TensorInfo[] {
  const { beta1, gain1, beta2, gain2, epsilon, epsilonRoot, stepSize } = args.attrs as Record<string, number>
  return moments('TunekitAdaBelief', args, 's', (...pointers) => {
    args.backend.kernels.adaBelief(...pointers, beta1, gain1, beta2, gain2, epsilon, epsilonRoot, stepSize)
  })
}

type MomentPointers = [
  gradient: number,
  first: number,
  second: number,
  update: number,
  nextFirst: number,
  nextSecond: number,
  size: number,
]

/** Runs a rule with two accumulators: `m` and the one named. */
function moments(
  kernelName: string,
  { inputs, backend }: KernelArguments,
  second: string,
  run: (...pointers: MomentPointers) => void,
): TensorInfo[] {
  const tensors = floats(kernelName, inputs, ['gradient', 'm', second])
  const { gradient } = tensors
  const sources = [gradient, tensors['m'], tensors[second]].map((tensor) => backend.address(tensor))
  const outputs = sources.map(() => backend.allocate(gradient.shape))
  const targets = outputs.map((tensor) => backend.address(tensor))
  run(
    sources[0],
    sources[1],
    sources[2],
    targets[0],
    targets[1],
    targets[2],
    util.sizeFromShape(gradient.shape),
  )
  return outputs
}

/** The named inputs, which must be float32 tensors of one size. */
function floats(
  kernelName: string,
  inputs: KernelArguments['inputs'],
  names: readonly string[],
): Record<string, TensorInfo> {
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
