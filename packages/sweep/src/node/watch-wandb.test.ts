import { describe, expect, it } from '@jest/globals'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { watchWandb } from './watch-wandb.ts'

const { file } = JSON.parse(
  readFileSync(new URL('../../test/vectors/wandb-log.json', import.meta.url), 'utf8'),
) as {
  file: string
}
const log = Buffer.from(file, 'base64')

const makeRun = (folder: string, name: string): string => {
  const run = join(folder, 'wandb', name)
  mkdirSync(join(run, 'files'), { recursive: true })
  return run
}

const root = temporaryFolder()

describe('watchWandb', () => {
  it('follows the log of a run as it grows', () => {
    const folder = join(root, 'growing')
    const watch = watchWandb(folder)
    expect(watch.poll()).toEqual([])
    const path = join(makeRun(folder, 'offline-run-20260101_000000-a'), 'run-a.wandb')
    writeFileSync(path, log.subarray(0, log.length - 1500))
    const first = watch.poll()
    appendFileSync(path, log.subarray(log.length - 1500))
    const second = watch.poll()
    expect([...first, ...second].map((metrics) => metrics.get('_step'))).toEqual([0, 1, 2, 3])
    expect(second.length).toBeGreaterThan(0)
    expect(watch.poll()).toEqual([])
    expect(watch.summary().get('best')).toBe(0.25)
  })

  it('reads the summary that older versions write, for new runs only', () => {
    const folder = join(root, 'older')
    const old = makeRun(folder, 'offline-run-20260101_000000-a')
    writeFileSync(join(old, 'files', 'wandb-summary.json'), '{"loss": 9, "old": 1}')
    const watch = watchWandb(folder)
    for (const [name, loss] of [
      ['2', 2],
      ['1', 1],
    ] as const) {
      const run = makeRun(folder, `run-20260102_00000${name}-a`)
      writeFileSync(
        join(run, 'files', 'wandb-summary.json'),
        `{"loss": ${loss}, "val": {"acc": NaN}, "_runtime": 3}`,
      )
    }
    expect(Object.fromEntries(watch.summary())).toEqual({ loss: 2, 'val.acc': NaN, _runtime: 3 })
  })
})
