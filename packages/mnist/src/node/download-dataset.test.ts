import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { tinyFiles } from '../../test/tiny-dataset.ts'
import { withFolder } from '../../test/with-folder.ts'
import { withServer } from '../../test/with-server.ts'
import { zip } from '../../test/zip.ts'
import { loadDataset } from './load-dataset.ts'
import type { RequestListener } from 'node:http'
import type { ChecksumKind, DatasetInfo, FileInfo } from '../datasets/dataset-info.ts'

const raw = tinyFiles()
const files: Record<string, Uint8Array> = {
  'train-images-idx3-ubyte.gz': gzipSync(raw['train-images']),
  'train-labels-idx1-ubyte.gz': gzipSync(raw['train-labels']),
  't10k-images-idx3-ubyte.gz': gzipSync(raw['test-images']),
  't10k-labels-idx1-ubyte.gz': gzipSync(raw['test-labels']),
}

const digest = (algorithm: string, bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex')

/** Each file with another kind of checksum, and the last with none. */
const info: DatasetInfo = {
  name: 'tiny',
  classNames: ['cat', 'dog', 'bird'],
  mirrors: [],
  files: {
    'train-images': file('train-images-idx3-ubyte.gz', {
      'raw sha256': digest('sha256', raw['train-images']),
    }),
    'train-labels': file('train-labels-idx1-ubyte.gz', {
      'gzip sha256': digest('sha256', files['train-labels-idx1-ubyte.gz']!),
    }),
    'test-images': file('t10k-images-idx3-ubyte.gz', {
      'gzip md5': digest('md5', files['t10k-images-idx3-ubyte.gz']!),
    }),
    'test-labels': file('t10k-labels-idx1-ubyte.gz', {}),
  },
}

function file(name: string, checksums: Partial<Record<ChecksumKind, string>>): FileInfo {
  return { name, checksums }
}

/** Serves files by name, and 404 for others; `requests` gets what was asked for. */
function serve(files: Record<string, Uint8Array>, requests: string[] = []): RequestListener {
  return (request, response) => {
    const name = request.url!.slice(1)
    requests.push(name)
    if (files[name]) response.end(files[name])
    else response.writeHead(404).end()
  }
}

describe('loadDataset of a known dataset', () => {
  it('downloads it once, checks it, and names the checksum', async () => {
    const requests: string[] = []
    await withFolder((cacheDir) =>
      withServer(serve(files, requests), async (mirror) => {
        const first = await loadDataset({ ...info, mirrors: [mirror] }, { cacheDir })
        expect(first).toMatchObject({
          name: 'tiny',
          source: join(cacheDir, 'tiny'),
          classNames: ['cat', 'dog', 'bird'],
        })
        expect([first.train.size, first.test.size, first.test.classes]).toEqual([3, 2, 3])
        expect(first.files[0]).toEqual({
          role: 'train-images',
          name: 'train-images-idx3-ubyte.gz',
          path: join(cacheDir, 'tiny', 'train-images-idx3-ubyte.gz'),
          bytes: raw['train-images'].length,
          sha256: digest('sha256', raw['train-images']),
          status: 'verified',
          checkedBy: 'raw sha256',
        })
        expect(first.files.map(({ status, checkedBy }) => checkedBy ?? status)).toEqual([
          'raw sha256',
          'gzip sha256',
          'gzip md5',
          'unknown',
        ])
        expect(requests).toEqual(Object.keys(files))
        const second = await loadDataset(info, { cacheDir })
        expect(second.files).toEqual(first.files)
        expect(requests).toHaveLength(4)
      }),
    )
  })

  it('accepts any compression of the right data if the raw checksum is known', async () => {
    const name = 'train-images-idx3-ubyte.gz'
    await withFolder(async (cacheDir) => {
      for (const other of [gzipSync(raw['train-images'], { level: 0 }), raw['train-images']]) {
        await withServer(serve({ ...files, [name]: other }), async (mirror) => {
          const { files } = await loadDataset(info, { mirrors: [mirror], cacheDir })
          expect(files[0]).toMatchObject({
            status: 'verified',
            sha256: digest('sha256', raw['train-images']),
          })
        })
      }
    })
  })

  it('downloads again only what is damaged in the cache', async () => {
    const requests: string[] = []
    await withFolder((cacheDir) =>
      withServer(serve(files, requests), async (mirror) => {
        await loadDataset(info, { mirrors: [mirror], cacheDir })
        const damaged = join(cacheDir, 'tiny', 't10k-labels-idx1-ubyte.gz')
        await writeFile(damaged, (await readFile(damaged)).subarray(0, 20))
        const { test } = await loadDataset(info, { mirrors: [mirror], cacheDir })
        expect(test.label(1)).toBe(1)
        expect(requests.slice(4)).toEqual(['t10k-labels-idx1-ubyte.gz'])
      }),
    )
  })

  it('reports what each mirror sent instead', async () => {
    const page = new TextEncoder().encode('<!DOCTYPE html><title>Sorry</title>')
    const name = 'train-labels-idx1-ubyte.gz'
    const swapped = { ...files, [name]: files['t10k-labels-idx1-ubyte.gz']! }
    await withFolder((cacheDir) =>
      withServer(serve({ ...files, [name]: page }), (first) =>
        withServer(serve(swapped), async (second) => {
          const result = loadDataset(info, { mirrors: [first, second.slice(0, -1)], cacheDir })
          await expect(result).rejects.toThrow(
            new RegExp(
              `Cannot download ${name}: every source failed.\\n` +
                `- ${first}${name}: .*"<!DOCTYPE html>": this is a web page.*\\n` +
                `- ${second}${name}: gzip sha256 is wrong: expected [0-9a-f]{64}, got [0-9a-f]{64}\\n`,
            ),
          )
        }),
      ),
    )
  })

  it('keeps datasets in $XDG_CACHE_HOME', async () => {
    const { XDG_CACHE_HOME: before } = env
    await withFolder((folder) =>
      withServer(serve(files), async (mirror) => {
        try {
          env.XDG_CACHE_HOME = folder
          const { source } = await loadDataset(info, { mirrors: [mirror] })
          expect(source).toBe(join(folder, 'tunekit', 'tiny'))
        } finally {
          if (before === undefined) delete env.XDG_CACHE_HOME
          else env.XDG_CACHE_HOME = before
        }
      }),
    )
  })
})

describe('loadDataset of a dataset in a zip file', () => {
  const letters = tinyFiles(1)
  const member = (rest: string): FileInfo => file(`gzip/emnist-letters-${rest}.gz`, {})
  const members: DatasetInfo['files'] = {
    'train-images': member('train-images-idx3-ubyte'),
    'train-labels': member('train-labels-idx1-ubyte'),
    'test-images': member('test-images-idx3-ubyte'),
    'test-labels': member('test-labels-idx1-ubyte'),
  }
  const archive = zip({
    'gzip/emnist-mapping.txt': new Uint8Array(3),
    ...Object.fromEntries(
      Object.entries(members).map(([role, { name }]) => [
        name,
        gzipSync(letters[role as keyof typeof letters]),
      ]),
    ),
  })
  const info: DatasetInfo = {
    name: 'tiny-letters',
    classNames: ['A', 'B', 'C'],
    mirrors: [],
    archive: {
      name: 'gzip.zip',
      folder: 'shared',
      checksums: { 'archive sha256': digest('sha256', archive) },
    },
    files: members,
    transposed: true,
    firstLabel: 1,
  }

  it('reads the four members, upright and with labels from 0', async () => {
    const requests: string[] = []
    await withFolder((cacheDir) =>
      withServer(serve({ 'gzip.zip': archive }, requests), async (mirror) => {
        const { train, test, files } = await loadDataset(info, { mirrors: [mirror], cacheDir })
        expect(train.image(1)).toEqual(Uint8Array.of(4, 6, 5, 7))
        expect([train.label(0), train.label(1), train.label(2)]).toEqual([2, 0, 1])
        expect(test.size).toBe(2)
        expect(files[3]).toEqual({
          role: 'test-labels',
          name: 'emnist-letters-test-labels-idx1-ubyte.gz',
          path: join(cacheDir, 'shared', 'gzip.zip'),
          bytes: letters['test-labels'].length,
          sha256: digest('sha256', letters['test-labels']),
          status: 'verified',
          checkedBy: 'archive sha256',
        })
        await loadDataset(info, { cacheDir })
        expect(requests).toEqual(['gzip.zip'])
      }),
    )
  })

  it('repairs a damaged archive in the cache', async () => {
    const requests: string[] = []
    await withFolder((cacheDir) =>
      withServer(serve({ 'gzip.zip': archive }, requests), async (mirror) => {
        const { files } = await loadDataset(info, { mirrors: [mirror], cacheDir })
        await writeFile(files[0]!.path, archive.subarray(0, 100))
        await loadDataset(info, { mirrors: [mirror], cacheDir })
        expect(requests).toHaveLength(2)
      }),
    )
  })

  it('rejects an archive that lacks a member or is not a zip file', async () => {
    const unchecked: DatasetInfo = { ...info, archive: { ...info.archive!, checksums: {} } }
    await withFolder(async (cacheDir) => {
      for (const [bytes, reason] of [
        [zip({ other: new Uint8Array(1) }), 'lacks a member: expected gzip/emnist-letters-train-images'],
        [new Uint8Array(100), 'Either not a zip file, or file is truncated'],
      ] as const) {
        await withServer(serve({ 'gzip.zip': bytes }), async (mirror) => {
          await expect(loadDataset(unchecked, { mirrors: [mirror], cacheDir })).rejects.toThrow(reason)
        })
      }
    })
  })
})
