import { createInterface } from 'node:readline'
import type { Hello } from '../contestant.ts'

/** What a contestant can be asked to do, by the `task` of the request. */
export type Tasks = Readonly<Record<string, (request: never) => object | Promise<object>>>

/** Says hello, then answers requests, each one line of JSON on stdin, one after the other until stdin ends. */
export async function serve(hello: Hello, tasks: Tasks): Promise<never> {
  say(hello)
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as { task: string }
    say(await tasks[request.task](request as never))
  }
  process.exit() // kernel threads do not keep it alive
}

/** Peak memory of this process so far. */
export function memoryTask(): { readonly peakBytes: number } {
  return { peakBytes: 1024 * process.resourceUsage().maxRSS }
}

function say(reply: object): void {
  process.stdout.write(`${JSON.stringify(reply)}\n`)
}
