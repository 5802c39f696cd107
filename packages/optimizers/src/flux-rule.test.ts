import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { createRule } from './create-rule.ts'
import { fluxConfig, fluxRule, fluxRuleNames } from './flux-rule.ts'
import * as optimizers from './index.ts'
import { ruleConfig } from './engine/rule.ts'

describe('fluxRule', () => {
  it.each(fluxRuleNames)('creates a rule with a config of plain JSON: %s', (name) => {
    const config = fluxConfig(name)
    expect(JSON.parse(JSON.stringify(config))).toEqual(config)
    expect(ruleConfig(fluxRule(name))).toEqual(ruleConfig(createRule(config)))
  })

  it('has an AdaBelief without bias correction', () => {
    expect(fluxRule('adaBelief', { learningRate: 3e-4 }).options).toMatchObject({
      learningRate: 3e-4,
      biasCorrection: false,
      epsilon: 1e-8,
      epsilonRoot: 0,
    })
  })

  it('rejects an unknown option, and a rule that Flux does not have, listing the rules of Flux', () => {
    for (const name of ['lion', 'toString']) {
      expect(() => fluxRule(name)).toThrow(
        new RangeError(
          `Flux 0.12.4 has no rule "${name}": expected one of adaBelief, adadelta, adagrad, adam, adamax, adamW, ` +
            'amsgrad, nadam, oadam, radam, rmsprop, sgd.',
        ),
      )
    }
    expect(() => fluxRule('sgd', { beta1: 0.9 })).toThrow('Rule "sgd" has no option `beta1`')
  })
})

describe('the table "Reproducing Flux 0.12.4" of the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const section = readme.split('## Reproducing Flux 0.12.4')[1].split('\n## ')[0]
  const rows = [...section.matchAll(/^\| `.+?` +\| `(fluxRule\(.+?\))` +\| `(.+?)`/gm)]
  const make = (code: string): optimizers.Rule => {
    const scope = { ...optimizers, η: 0.02, ρ: 0.8, β: [0.7, 0.8], λ: 0.03 }
    return new Function(...Object.keys(scope), `return ${code}`)(...Object.values(scope)) as optimizers.Rule
  }

  it.each(rows.map(([, short, long]) => [short, long]))('%s is %s', (short, long) => {
    expect(ruleConfig(make(short))).toEqual(ruleConfig(make(long)))
  })

  it('has every rule of Flux', () => {
    const names = new Set(rows.map(([, short]) => /'(\w+)'/.exec(short)![1]))
    expect([...names].sort()).toEqual([...fluxRuleNames].sort())
  })
})
