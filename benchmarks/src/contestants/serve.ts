import { createInterface } from 'node:readline'
import type { Hello } from '../harness/protocol.ts'

/** The tasks that a contestant can do, by the `task` of a request. */
export type Tasks = Readonly<Record<string, (request: never) => object | Promise<object>>>

/** Writes a greeting, then answers requests until stdin ends. The greeting and each request and reply are one line of JSON. */
export async function serve(hello: Hello, tasks: Tasks): Promise<never> {
  write(hello)
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as { task: string }
    write(await tasks[request.task](request as never))
  }
  process.exit()
}

/** Returns the peak memory of this process so far. It answers the task `memory`. */
export function memoryTask(): { readonly peakBytes: number } {
  return { peakBytes: 1024 * process.resourceUsage().maxRSS }
}

function write(reply: object): void {
  process.stdout.write(`${JSON.stringify(reply)}\n`)
}
