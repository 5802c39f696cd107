import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import { replaceFile } from '@tunekit/durable-files'
import { describeMachine } from './harness/describe-machine.ts'
import { markdownTable } from './harness/markdown-table.ts'
import { help, parseOptions } from './parse-options.ts'
import type { Options } from './parse-options.ts'
import { quick, thorough } from './sections/plan.ts'
import type { Section, SectionOptions } from './sections/section.ts'
import { sectionNames, sections } from './sections/sections.ts'

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

async function main(args: readonly string[]): Promise<void> {
  const options = parseOptions(args)
  if (!options) return console.log(help)
  if (options.output !== undefined) await access(dirname(options.output), constants.W_OK)
  const facts = new Map<string, string>(describeMachine())
  const chapters: string[] = []
  for (const name of sectionNames.filter((name) => options.only.includes(name))) {
    const { title, measure } = sections[name]
    const body = await attempt(measure, {
      plan: options.quick ? quick : thorough,
      onHello: ({ versions }) =>
        Object.entries(versions).forEach(([name, version]) => facts.set(name, version)),
      onProgress: (text) => console.error(`${name}: ${text}`),
    })
    chapters.push(`## ${title}\n\n${body}\n`)
  }
  facts.set('command', `\`${commandOf(options)}\``)
  const document = ['# Benchmarks\n', `${markdownTable(['', ''], [...facts])}\n`, ...chapters].join('\n')
  if (options.output === undefined) process.stdout.write(document)
  else replaceFile(options.output, document)
}

/** Measures a section. An error becomes the section's text, so that the other sections still run. */
async function attempt(measure: Section, options: SectionOptions): Promise<string> {
  try {
    return await measure(options)
  } catch (error) {
    process.exitCode = 1
    return `Not measured: ${(error as Error).message}`
  }
}

/** The command that repeats the measurement. */
function commandOf({ quick, only }: Options): string {
  const options = [
    ...(quick ? ['--quick'] : []),
    ...(only.length < sectionNames.length ? ['--only', only.join()] : []),
  ]
  return ['npm run bench', ...(options.length > 0 ? ['--', ...options] : [])].join(' ')
}
