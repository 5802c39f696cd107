import { resolveTrainConfig } from '../../../apps/cli/src/options/train-config.ts'
import type { TrainConfig } from '../../../apps/cli/src/options/train-config.ts'

/** What `tunekit train` does by default: the best recipe of the post that the CLI's presets are named after. */
export const recipe: TrainConfig = resolveTrainConfig({ preset: 'post' })
