/** @file The process of one attempt, which `processExecutor` starts. It imports little, since every trial waits for it. */
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { serveAttempt } from './serve-attempt.ts'
import { watch } from './watch.ts'

if (isMainThread) {
  const memoryLimit = Number(process.argv[2])
  new Worker(new URL(import.meta.url), { workerData: { memoryLimit }, execArgv: [] }).unref()
  serveAttempt()
} else {
  watch(workerData)
}
