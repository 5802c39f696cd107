import { parseArgs } from 'node:util'

export const sectionNames = [
  'training',
  'evaluation',
  'kernels',
  'stock',
  'optimizers',
  'start',
  'memory',
] as const
export type SectionName = (typeof sectionNames)[number]

export interface Options {
  /** Where to write the document. Default stdout. */
  readonly output?: string
  readonly quick: boolean
  readonly only: readonly SectionName[]
}

export const help: string = `npm run bench -- [options]

  -o, --output FILE   write the document there, not to stdout
      --quick         fewer rounds: about a minute and a half, rough numbers
      --only NAMES    some of ${sectionNames.join(',')}
  -h, --help          print this`

/** @returns The options, or undefined if help was asked for */
export function parseOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string', short: 'o' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: sectionNames.join() },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const only = values.only.split(',')
  const stray = only.find((name) => !sectionNames.some((known) => known === name))
  if (stray !== undefined) {
    throw new RangeError(`Section "${stray}" is unknown: expected some of ${sectionNames.join(',')}.`)
  }
  return values.help ? undefined : { ...values, only: only as SectionName[] }
}
