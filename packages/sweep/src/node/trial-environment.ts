import type { Trial } from '../executors/trial.ts'

/**
 * The environment of a trial's program: that of W&B's agent, offline, and TUNEKIT_TRIAL, TUNEKIT_ATTEMPT, TUNEKIT_SEED
 * and TUNEKIT_TRIAL_FOLDER.
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
    // Metrics are to come as they are printed, not when Python's buffer is full.
    PYTHONUNBUFFERED: '1',
    WANDB_MODE: 'offline',
    ...base,
    WANDB_DIR: folder,
    WANDB_SWEEP_ID: id,
    WANDB_RUN_ID: `${id}-${trial.number}-${trial.attempt}`,
    WANDB_SWEEP_PARAM_PATH: parameterFile,
    TUNEKIT_TRIAL: String(trial.number),
    TUNEKIT_ATTEMPT: String(trial.attempt),
    // A parameter that is the seed decides it, as an argument would.
    TUNEKIT_SEED: String(trial.configuration.seed ?? trial.seed),
    TUNEKIT_TRIAL_FOLDER: folder,
  }
}
