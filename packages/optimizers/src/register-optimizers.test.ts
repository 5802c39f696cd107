import { beforeAll, describe, expect, it } from '@jest/globals'
import { serialization } from '@tensorflow/tfjs-core'
import { useCpuBackend } from '../test/cpu-backend.ts'
import { rules } from '../test/rules.ts'
import { applyStep, vector } from '../test/run.ts'
import { registerOptimizers } from './register-optimizers.ts'
import { adam } from './rules/adam.ts'
import { RuleOptimizer, toOptimizer } from './engine/to-optimizer.ts'

beforeAll(useCpuBackend)

describe('registerOptimizers', () => {
  it('is required before an optimizer is created from a config', () => {
    const { classNameMap } = serialization.SerializationMap.getMap()
    expect(Object.hasOwn(classNameMap, 'TunekitOptimizer')).toBe(false)
    expect(() => RuleOptimizer.fromConfig(RuleOptimizer, toOptimizer(adam()).getConfig())).toThrow(
      'Optimizers cannot be created from a config yet. Call registerOptimizers() first.',
    )
  })

  it.each(Object.entries(rules))('lets tfjs-layers make %s again', (_, rule) => {
    registerOptimizers()
    const optimizer = toOptimizer(rule)
    optimizer.learningRate = 0.125
    const again = load(optimizer)
    expect(again.getClassName()).toBe('TunekitOptimizer')
    expect(again.learningRate).toBe(0.125)
    expect(again.getConfig()).toEqual(optimizer.getConfig())

    const a = vector([1, 2], 'a')
    const b = vector([1, 2], 'b')
    for (const values of [
      [1, -2],
      [3, 1],
    ]) {
      applyStep(optimizer, { a: values })
      applyStep(again, { b: values })
    }
    expect(b.dataSync()).toEqual(a.dataSync())
    for (const owner of [optimizer, again, a, b]) owner.dispose()
  })

  it('accepts factories of other rules', () => {
    const custom = (options: { beta1?: number } = {}) => ({ ...adam(options), name: 'custom' })
    registerOptimizers({ custom })
    const again = load(toOptimizer(custom({ beta1: 0.5 })))
    expect(again.getConfig()).toMatchObject({ rule: { name: 'custom', beta1: 0.5 } })
  })
})

/** Loads an optimizer as `loadLayersModel` does from the config that `model.save` wrote. */
function load(optimizer: RuleOptimizer): RuleOptimizer {
  const [cls, fromConfig] = serialization.SerializationMap.getMap().classNameMap[optimizer.getClassName()]
  const config = JSON.parse(JSON.stringify(optimizer.getConfig())) as serialization.ConfigDict
  return fromConfig(cls, { ...config, customObjects: {} }) as RuleOptimizer
}
