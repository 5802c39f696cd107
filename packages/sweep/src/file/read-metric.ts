import { samplers } from '../samplers/create-sampler.ts'
import type { SamplerSpec } from '../samplers/create-sampler.ts'
import type { Located, LocatedMap } from './parse-located-yaml.ts'
import {
  checkKeys,
  fail,
  optional,
  readMap,
  readNumber,
  readText,
  readWord,
  required,
  withoutAbsent,
} from './read-fields.ts'
import type { SweepMetric } from './sweep-file.ts'

/** Reads `metric`. */
export function readMetric(value: Located): SweepMetric {
  const metric = readMap(value, '`metric`')
  // `impute` and `impute_while_running` are for W&B's Gaussian process and are ignored.
  checkKeys(metric, '`metric`', ['name', 'goal', 'target', 'impute', 'impute_while_running'])
  return withoutAbsent({
    name: readText(required(metric, 'name', '`metric`').value, '`name` of `metric`'),
    direction:
      optional(metric, 'goal', (goal) => readWord(goal, '`goal` of `metric`', ['minimize', 'maximize'])) ??
      'minimize',
    target: optional(metric, 'target', (target) => readNumber(target, '`target` of `metric`')),
  })
}

/** Fails if the sweep needs a metric and has none. */
export function checkMetric(map: LocatedMap, { type }: SamplerSpec, metric: SweepMetric | undefined): void {
  if (metric) return
  const dependent = ['pruner', 'early_terminate'].find((key) => map.entries.has(key))
  if (dependent)
    fail(map.entries.get(dependent)!.place, `The sweep has no \`metric\`, which \`${dependent}\` needs.`)
  if (!samplers[type].needsMetric) return
  const entry = map.entries.get('method') ?? map.entries.get('sampler')
  const word = map.entries.has('method') ? readText(entry!.value, '`method`') : type
  fail(
    entry!.value.place,
    `The sweep has no \`metric\`, which method ${word} needs: expected its \`name\` and \`goal\`.`,
  )
}
