import type { Checkpoint, CheckpointStore } from './checkpoint.ts'

/**
 * Creates a checkpoint store that keeps the latest checkpoint in memory.
 *
 * @example
 * const store = checkpointMemory()
 * await fit(model, { ...options, checkpoint: { store }, resume: await store.read() })
 */
export function checkpointMemory(): CheckpointStore {
  let latest: Checkpoint | undefined
  return {
    read: async () => latest,
    write: async (checkpoint) => {
      latest = checkpoint
    },
  }
}
