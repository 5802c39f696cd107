import type { Trial } from '../executors/trial.ts'

/**
 * Returns the environment of a trial's program: the variables of W&B's agent, in offline mode, and TUNEKIT_TRIAL,
 * TUNEKIT_ATTEMPT, TUNEKIT_SEED and TUNEKIT_TRIAL_FOLDER.
 */
export function trialEnvironment(
  trial: Pick<Trial, 'number' | 'attempt' | 'seed' | 'configuration'>,
  options: {
    readonly base: NodeJS.ProcessEnv
    readonly folder: string
    readonly sweepId: string
    readonly parameterFile: string
  },
): NodeJS.ProcessEnv {
  const { base, folder, sweepId, parameterFile } = options
  const id = sweepId.replace(/[^\w-]+/g, '-')
  return {
    // Without this, Python delivers metrics only when its buffer is full.
    PYTHONUNBUFFERED: '1',
    WANDB_MODE: 'offline',
    ...base,
    WANDB_DIR: folder,
    WANDB_SWEEP_ID: id,
    WANDB_RUN_ID: `${id}-${trial.number}-${trial.attempt}`,
    WANDB_SWEEP_PARAM_PATH: parameterFile,
    TUNEKIT_TRIAL: String(trial.number),
    TUNEKIT_ATTEMPT: String(trial.attempt),
    // A parameter named `seed` is the seed, as it would be as an argument.
    TUNEKIT_SEED: String(trial.configuration.seed ?? trial.seed),
    TUNEKIT_TRIAL_FOLDER: folder,
  }
}
