import { categorical } from './categorical.ts'
import { constant } from './constant.ts'
import { float } from './float.ts'
import { int } from './int.ts'
import { normal } from './normal.ts'
import type { ConfigurationOf } from './space.ts'
import { when } from './when.ts'

/** Compiles only if both types are the same. */
function same<A>() {
  return <B>(
    _: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? 'same' : 'different',
  ) => {}
}

/** The properties of an intersection as one type. */
type Flat<T> = { [Name in keyof T]: T[Name] }

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

same<Flat<ConfigurationOf<typeof space>>>()<{
  readonly optimizer: 'sgd' | 'adam'
  readonly batchSize: 32 | 64 | null | true
  readonly rate: number
  readonly layers: number
  readonly decay: number
  readonly model: 'lenet'
  readonly momentum?: number
  readonly schedule?: 'step' | 'cosine'
}>('same')

// the check itself can fail
same<{ readonly a: 1 | 2 }>()<{ readonly a: number }>('different')

const anySpace: { x: ReturnType<typeof categorical<string>> } = { x: categorical(['a'] as string[]) }
same<Flat<ConfigurationOf<typeof anySpace>>>()<{ readonly x: string }>('same')

// @ts-expect-error: a list is no value
categorical([['a']])
// @ts-expect-error: conditions are put together in one
when({ a: 1 }, when({ b: 2 }, float(0, 1)))
