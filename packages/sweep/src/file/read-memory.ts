import type { Located } from './parse-located-yaml.ts'
import { fail, readInteger, readText } from './read-fields.ts'

const units: Readonly<Record<string, number>> = {
  b: 1,
  ...{ kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 },
  ...{ kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 },
}

/** Bytes that the process of a trial uses before its objective starts. */
const minBytes = 64e6

/** Reads an amount of memory: a number of bytes, or a size such as `512 MB` (10⁶) or `2 GiB` (2³⁰). */
export function readMemory(value: Located, subject: string): number {
  const bytes = readBytes(value, subject)
  if (bytes >= minBytes) return bytes
  fail(
    value.place,
    `${subject} must be at least 64 MB, which a trial's process itself needs, got ${bytes} bytes. ` +
      'Write a unit, such as 512 MB or 2 GiB.',
  )
}

function readBytes(value: Located, subject: string): number {
  if (value.kind === 'scalar' && typeof value.value === 'number')
    return readInteger(value, subject, 'positive')
  const text = readText(value, subject)
  const [, amount, unit] = text.match(/^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i) ?? []
  const bytes = Math.floor(Number(amount) * units[unit?.toLowerCase()])
  if (bytes >= 1) return bytes
  fail(value.place, `${subject} must be a number of bytes, or a size such as 512 MB or 2 GiB, got "${text}".`)
}
