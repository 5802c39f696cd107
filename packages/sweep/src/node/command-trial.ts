import { commandObjective } from './command-objective.ts'
import type { CommandObjectiveOptions } from './command-objective.ts'
import type { Trial } from '../executors/trial.ts'
import type { TrialResult } from '../executors/executor.ts'

/** The objective that the trial processes of `commandExecutor` run. */
export default function commandTrial(
  trial: Trial,
  options: CommandObjectiveOptions,
): Promise<TrialResult> | TrialResult | number | Promise<number | TrialResult> {
  return commandObjective(options)(trial)
}
