/** @file The objective of the crash tests as a program, which a command starts and which prints its reports. */
import { writeSync } from 'node:fs'
import objective from './objective.ts'

const { TUNEKIT_TRIAL, TUNEKIT_ATTEMPT, TUNEKIT_SEED, TUNEKIT_TRIAL_FOLDER } = process.env
const numbers = process.argv.slice(2).map((argument) => /^--(\w+)=(.+)$/.exec(argument)!)
const pause = numbers.find(([, name]) => name === 'pause')
await objective(
  {
    number: Number(TUNEKIT_TRIAL),
    attempt: Number(TUNEKIT_ATTEMPT),
    seed: Number(TUNEKIT_SEED),
    folder: TUNEKIT_TRIAL_FOLDER,
    configuration: Object.fromEntries(numbers.map(([, name, value]) => [name, Number(value)])),
    signal: new AbortController().signal,
    warn: () => {},
    report: (step, loss) => Promise.resolve(void writeSync(1, `${JSON.stringify({ step, loss })}\n`)),
  },
  // The program does not know when a report has arrived, so it cannot save a checkpoint after it.
  { pause: Number(pause?.[2] ?? 0), startsOver: true },
)
