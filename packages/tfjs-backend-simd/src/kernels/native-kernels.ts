import type { NativeKernels } from '../native/native-kernel.ts'
import { batchNormKernels } from './batch-norm.ts'
import { castKernels } from './cast.ts'
import { compareKernels } from './compare.ts'
import { conv2dKernels } from './conv2d.ts'
import { conv2dMaxPoolKernels } from './conv2d-max-pool.ts'
import { conv3dKernels } from './conv3d.ts'
import { crossEntropyKernels } from './cross-entropy.ts'
import { cumulateKernels } from './cumulate.ts'
import { depthwiseConv2dKernels } from './depthwise-conv2d.ts'
import { elementwiseKernels } from './elementwise.ts'
import { fillKernels } from './fill.ts'
import { formulaKernels } from './formulas.ts'
import { gatherKernels } from './gather.ts'
import { joinAndSplitKernels } from './join-and-split.ts'
import { layoutKernels } from './layout.ts'
import { localResponseKernels } from './local-response.ts'
import { matmulKernels } from './matmul.ts'
import { mirrorPadKernels } from './mirror-pad.ts'
import { pool3dKernels } from './pool3d.ts'
import { poolKernels } from './pool.ts'
import { rareElementwiseKernels } from './rare-elementwise.ts'
import { reduceKernels } from './reduce.ts'
import { resizeKernels } from './resize.ts'

/** Every native kernel, by the name of its tfjs kernel. */
export const nativeKernels: NativeKernels = {
  ...batchNormKernels,
  ...castKernels,
  ...compareKernels,
  ...conv2dKernels,
  ...conv2dMaxPoolKernels,
  ...conv3dKernels,
  ...crossEntropyKernels,
  ...cumulateKernels,
  ...depthwiseConv2dKernels,
  ...elementwiseKernels,
  ...fillKernels,
  ...formulaKernels,
  ...gatherKernels,
  ...joinAndSplitKernels,
  ...layoutKernels,
  ...localResponseKernels,
  ...matmulKernels,
  ...mirrorPadKernels,
  ...pool3dKernels,
  ...poolKernels,
  ...rareElementwiseKernels,
  ...reduceKernels,
  ...resizeKernels,
}
