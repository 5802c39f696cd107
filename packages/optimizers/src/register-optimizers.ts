import { serialization } from '@tensorflow/tfjs-core'
import { createRule } from './create-rule.ts'
import type { RuleFactory } from './create-rule.ts'
import { createSchedule } from './schedules/create-schedule.ts'
import { RuleOptimizer } from './engine/to-optimizer.ts'

/**
 * Registers this package's optimizers with TensorFlow.js, so that `tf.loadLayersModel` loads models that were saved with
 * their optimizer. Call it once, before the first load.
 *
 * @param customRules Factories of rules that are not in this package, by name
 * @example
 * registerOptimizers()
 * const model = await tf.loadLayersModel('file://model/model.json') // saved with { includeOptimizer: true }
 */
export function registerOptimizers(customRules: Readonly<Record<string, RuleFactory>> = {}): void {
  RuleOptimizer.factories = { rule: (config) => createRule(config, customRules), schedule: createSchedule }
  serialization.registerClass(RuleOptimizer)
}
