import { DEFINITION } from '../journal/own-attributes.ts'
import type { JournalStudy } from '../journal/replay-journal.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { Direction } from '../study/direction.ts'
import type { StudyDefinition } from '../study/study-record.ts'

/**
 * Makes sure that a study continues as it began: only the number of its trials may change. An option that the version which
 * began it did not have must have the value that stands for what that version did.
 *
 * @throws {RangeError} If something differs; names it
 */
export function checkDefinition(
  stored: JournalStudy,
  wanted: {
    readonly definition: StudyDefinition
    readonly direction: Direction
    readonly sampler: Sampler
    readonly pruner: Pruner | undefined
  },
): void {
  const { name } = stored
  const before = stored.userAttributes.get(DEFINITION) as StudyDefinition | undefined
  if (!before) {
    throw new RangeError(
      `Study "${name}" of this journal was made by another program: it can be read and reported, not continued.`,
    )
  }
  const { sampler, pruner } = wanted
  const old = { direction: stored.directions[0], ...before }
  const filled = {
    ...old,
    sampler: { ...sampler.addedOptions, ...before.sampler },
    pruner: before.pruner && { ...pruner?.addedOptions, ...before.pruner },
  }
  const now = { direction: wanted.direction, ...wanted.definition }
  for (const key of Object.keys(now) as (keyof typeof now)[]) {
    if (isSame(filled[key], now[key])) continue
    const [was, is] = [JSON.stringify(old[key]), JSON.stringify(now[key])]
    throw new RangeError(
      `Study "${name}" began with another ${key}: ${was}, not ${is}. ` +
        'Only the number of trials may change; start another study.',
    )
  }
  const [was, is] = [Object.keys(before.space), Object.keys(wanted.definition.space)]
  if (isSame(was, is)) return
  throw new RangeError(
    `Study "${name}" began with its parameters in another order: ${was.join(', ')}, not ${is.join(', ')}. ` +
      'Put them in this order, or start another study.',
  )
}

/** Whether two values are the same JSON but for the order of keys; a key without a value is none. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a, b] as Record<string, unknown>[]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSame(left[key], right[key]))
}
