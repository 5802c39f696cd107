import { categorical } from './categorical.ts'
import { constant } from './constant.ts'
import { float } from './float.ts'
import { int } from './int.ts'
import { normal } from './normal.ts'
import type { Configuration, ConfigurationOf, Space } from './space.ts'
import { when } from './when.ts'

// Compiled by the type check, never run.

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** The properties of an intersection as one type. */
type Flat<T> = { [Name in keyof T]: T[Name] }

declare function expectSame<Expected>(): <Actual>(actual: Actual, same: Same<Expected, Actual>) => void
declare function configurationOf<S extends Space>(space: S): Flat<ConfigurationOf<S>>

const space = {
  optimizer: categorical(['sgd', 'adam']),
  batchSize: categorical([32, 64, null, true]),
  rate: float(1e-4, 1e-1, { log: true }),
  layers: int(1, 3),
  decay: normal(0, 1),
  model: constant('lenet'),
  momentum: when({ optimizer: 'sgd' }, float(0, 1)),
  schedule: when({ optimizer: ['sgd', 'adam'] }, categorical(['step', 'cosine'])),
}

expectSame<{
  readonly optimizer: 'sgd' | 'adam'
  readonly batchSize: 32 | 64 | null | true
  readonly rate: number
  readonly layers: number
  readonly decay: number
  readonly model: 'lenet'
  readonly momentum?: number
  readonly schedule?: 'step' | 'cosine'
}>()(configurationOf(space), true)

// a space whose names are not known has any configuration
expectSame<Flat<Configuration>>()(configurationOf(space as Space), true)

// the check itself can fail
expectSame<{ readonly a: 1 | 2 }>()(configurationOf({ a: float(1, 2) }), false)

// a list that is not written out has values of its type
const names: readonly string[] = ['a', 'b']
expectSame<{ readonly name: string }>()(configurationOf({ name: categorical(names) }), true)

// @ts-expect-error: a list is no value
categorical([['a']])
// @ts-expect-error: conditions are put together in one
when({ a: 1 }, when({ b: 2 }, float(0, 1)))
