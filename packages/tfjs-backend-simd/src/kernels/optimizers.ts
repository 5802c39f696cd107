import type { NativeKernels } from '../native-kernel.ts'
export const optimizerKernels: NativeKernels = {}
