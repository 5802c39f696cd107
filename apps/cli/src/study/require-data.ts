import { loadData } from '../load-data.ts'

/**
 * Loads datasets once before the trials do, so that a mistake in a name is one, and nothing is downloaded twice at a time.
 *
 * @throws {Error} If one cannot be loaded
 */
export async function requireData(sources: readonly string[]): Promise<void> {
  for (const source of sources) await loadData(source)
}
