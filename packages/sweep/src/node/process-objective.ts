import type { TrialResult } from '../executors/executor.ts'
import type { Trial } from '../executors/trial.ts'
import type { Configuration } from '../parameters/space.ts'

/** The default export of a module that `processExecutor` runs; an `Objective` is one too. */
export type ProcessObjective<C extends Configuration = Configuration, Data = unknown> = (
  trial: Trial<C>,
  /** The executor's `data`. */
  data: Data,
) => number | TrialResult | Promise<number | TrialResult>
