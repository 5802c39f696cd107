import type { JournalStudy } from '../journal/replay-journal.ts'
import type { Direction } from '../samplers/sampler.ts'
import { DEFINITION } from './read-studies.ts'
import type { StudyDefinition } from './read-studies.ts'

/**
 * Makes sure that a study goes on as it began: only the number of its trials may change.
 *
 * @throws {RangeError} If something differs; names it
 */
export function checkDefinition(
  stored: JournalStudy,
  wanted: { readonly definition: StudyDefinition; readonly direction: Direction },
): void {
  const { name } = stored
  const before = stored.userAttributes[DEFINITION] as Readonly<Record<string, unknown>> | undefined
  if (!before) {
    throw new RangeError(
      `Study "${name}" of this journal was made by another program: it can be read and reported, not continued.`,
    )
  }
  const now: Readonly<Record<string, unknown>> = { direction: wanted.direction, ...wanted.definition }
  for (const [key, value] of Object.entries(now)) {
    const old = key === 'direction' ? stored.directions[0] : before[key]
    if (JSON.stringify(old) !== JSON.stringify(value)) {
      throw new RangeError(
        `Study "${name}" began with another ${key}: ${JSON.stringify(old)}, not ${JSON.stringify(value)}. ` +
          'Only the number of trials may change; start another study.',
      )
    }
  }
}
