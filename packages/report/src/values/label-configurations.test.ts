import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { labelConfigurations } from './label-configurations.ts'
import { keyOf } from './value-texts.ts'

describe('labelConfigurations', () => {
  it('lists the settings that differ', () => {
    const base = { 'learning rate': 3e-4, optimizer: 'adaBelief', epochs: 10 }
    expect(labelConfigurations([base, { ...base, optimizer: 'adam' }])).toEqual([
      'optimizer adaBelief',
      'optimizer adam',
    ])
    expect(labelConfigurations([base, { ...base, 'learning rate': 1e-3, epochs: 20 }])).toEqual([
      'learning rate 0.0003, epochs 10',
      'learning rate 0.001, epochs 20',
    ])
  })

  it('labels a single configuration with all its settings', () => {
    expect(
      labelConfigurations([
        { a: 1, model: { units: [2, 3] } },
        { model: { units: [2, 3] }, a: 1 },
      ]),
    ).toEqual(['a 1, units 2,3', 'a 1, units 2,3'])
    expect(labelConfigurations([{}])).toEqual(['all settings'])
  })

  it('searches lists and objects, and uses their names', () => {
    const optimizer = (learningRate: number, decay: number): object => ({
      optimizer: {
        name: 'chain',
        links: [
          { name: 'l2', weightDecay: decay },
          { name: 'adam', learningRate },
        ],
      },
    })
    expect(labelConfigurations([optimizer(0.1, 0), optimizer(0.1, 1e-6)])).toEqual([
      'optimizer links l2 weightDecay 0',
      'optimizer links l2 weightDecay 0.000001',
    ])
    expect(labelConfigurations([optimizer(0.1, 0), optimizer(0.2, 0)])).toEqual([
      'optimizer links adam learningRate 0.1',
      'optimizer links adam learningRate 0.2',
    ])
    expect(labelConfigurations([{ model: { filters: [6, 16] } }, { model: { filters: [8, 16] } }])).toEqual([
      'filters 6,16',
      'filters 8,16',
    ])
    const schedule = { rate: { name: 'cosine', from: 1 } }
    expect(labelConfigurations([schedule, { rate: { name: 'cosine', from: 2 } }, { rate: 1 }])).toEqual([
      'rate cosine, rate from 1',
      'rate cosine, rate from 2',
      'rate 1',
    ])
  })

  it('mentions an absent setting only if the label needs it', () => {
    expect(labelConfigurations([{ name: 'adam' }, { name: 'sgd', momentum: 0.9 }])).toEqual([
      'name adam',
      'name sgd, momentum 0.9',
    ])
    expect(labelConfigurations([{}, { momentum: 0.9 }])).toEqual(['default momentum', 'momentum 0.9'])
  })

  it('distinguishes 1 and "1", null and "null", and close numbers', () => {
    expect(labelConfigurations([{ a: 1 }, { a: '1' }, { a: null }, { a: 'null' }])).toEqual([
      'a 1',
      'a "1"',
      'a null',
      'a "null"',
    ])
    expect(labelConfigurations([{ a: 0.00012345678 }, { a: 0.00012345679 }])).toEqual([
      'a 0.00012345678',
      'a 0.00012345679',
    ])
  })

  it('returns equal labels only for equal configurations, and no empty label', () => {
    const configuration = fc.dictionary(
      fc.constantFrom('a', 'b', 'name', 'c d'),
      fc.jsonValue({ maxDepth: 3 }),
    )
    fc.assert(
      fc.property(fc.array(configuration, { maxLength: 6 }), (configurations) => {
        const labels = labelConfigurations(configurations)
        configurations.forEach((one, index) => {
          expect(labels[index]).not.toBe('')
          expect(labels[index]).not.toContain('[object Object]')
          configurations.forEach((other, at) => {
            expect(labels[index] === labels[at]).toBe(keyOf(one) === keyOf(other))
          })
        })
      }),
    )
  })
})
