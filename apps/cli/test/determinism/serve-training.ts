import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

const page = new URL('page.html', import.meta.url)

/** The two headers that a page needs for shared memory. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

export interface TrainingServer {
  readonly url: string
  /** The result that the page posts after it has trained or failed. */
  readonly report: Promise<unknown>
  close(): void
}

/** Serves a page that trains with the bundle on a free port of this machine. */
export async function serveTraining(
  bundle: string,
  { isolated, policy }: { isolated: boolean; policy?: string | undefined },
): Promise<TrainingServer> {
  const headers = {
    ...(isolated && isolation),
    ...(policy !== undefined && { 'Content-Security-Policy': policy }),
  }
  const server = createServer()
  const report = new Promise((resolve, reject) => {
    server.on('request', (request, response) => {
      const respond = async (): Promise<void> => {
        const { pathname } = new URL(request.url as string, 'http://localhost')
        if (pathname === '/report') {
          resolve(await json(request))
          response.end()
        } else if (pathname === '/') {
          response.writeHead(200, { ...headers, 'Content-Type': 'text/html' }).end(await readFile(page))
        } else if (pathname === '/training.mjs') {
          response
            .writeHead(200, { ...headers, 'Content-Type': 'text/javascript' })
            .end(await readFile(bundle))
        } else {
          response.writeHead(404).end()
        }
      }
      respond().catch(reject)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    report,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
