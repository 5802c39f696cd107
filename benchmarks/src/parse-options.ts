import { parseArgs } from 'node:util'
import { sectionNames } from './sections/sections.ts'
import type { SectionName } from './sections/sections.ts'

/** The options of `npm run bench`. */
export interface Options {
  /** The file to write the document to. Default: stdout. */
  readonly output?: string
  readonly quick: boolean
  readonly only: readonly SectionName[]
}

export const help: string = `npm run bench -- [options]

  -o, --output FILE   write the document to FILE instead of stdout
      --quick         run fewer rounds, for about a minute and a half; the results are rough
      --only NAMES    measure only these sections, separated by commas: ${sectionNames.join(',')}
  -h, --help          print this help`

/** Parses the command line of `npm run bench`. Returns undefined if the options include `--help`. */
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
  const unknown = only.find((name) => !sectionNames.some((known) => known === name))
  if (unknown !== undefined) {
    throw new RangeError(`Section "${unknown}" is unknown: expected some of ${sectionNames.join(',')}.`)
  }
  return values.help ? undefined : { ...values, only: only as SectionName[] }
}
