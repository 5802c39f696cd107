import { categorical } from '../parameters/categorical.ts'
import { float } from '../parameters/float.ts'
import type { Value } from '../parameters/parameter.ts'
import { when } from '../parameters/when.ts'
import { randomSampler } from '../samplers/random-sampler.ts'
import { createStudy } from './create-study.ts'
import type { Study } from './study.ts'

// Compiled by the type check, never run.

const study = createStudy({
  space: {
    optimizer: categorical(['sgd', 'adam']),
    rate: float(0, 1),
    momentum: when({ optimizer: 'sgd' }, float(0, 1)),
  },
  sampler: randomSampler(),
  direction: 'minimize',
  trials: 3,
})

// Trials of the study have the types of its parameters.
const trial = study.ask()
if (typeof trial !== 'string') trial.configuration.rate satisfies number
study.slots.map(({ configuration }) => configuration.optimizer satisfies 'sgd' | 'adam')
study.ranking().map(({ configuration }) => configuration.momentum satisfies number | undefined)

// Trials that another program added may have any parameters.
study.trials.map(({ configuration }) => configuration.anything satisfies Value)

// A study is one of unknown parameters, too.
study satisfies Study

// @ts-expect-error: the study has no such parameter
study.slots.map(({ configuration }) => configuration.rates)
