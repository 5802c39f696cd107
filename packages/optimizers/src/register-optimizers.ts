import { serialization } from '@tensorflow/tfjs-core'
import { createRule } from './create-rule.ts'
import type { RuleFactory } from './create-rule.ts'
import { createSchedule } from './schedules/create-schedule.ts'
import { RuleOptimizer } from './engine/to-optimizer.ts'

/**
 * Lets `tf.loadLayersModel` make this package's optimizers again, for models that were saved with their optimizer.
 *
 * @param own Factories of your own rules, by name
 * @example
 * registerOptimizers()
 * const model = await tf.loadLayersModel('file://model/model.json') // saved with { includeOptimizer: true }
 */
export function registerOptimizers(own: Readonly<Record<string, RuleFactory>> = {}): void {
  RuleOptimizer.factories = { rule: (config) => createRule(config, own), schedule: createSchedule }
  serialization.registerClass(RuleOptimizer)
}
