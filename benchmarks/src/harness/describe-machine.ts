import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'

/** Describes the machine, the date and Node in rows of a table, since measurements depend on them. */
export function describeMachine(): [string, string][] {
  return [
    ['date', new Date().toISOString().slice(0, 10)],
    [
      'machine',
      `${cpus()[0].model.trim()}, cores: ${availableParallelism()}, ${gigabytes(totalmem())} of memory`,
    ],
    ['operating system', `${type()} ${release()}, ${arch()}`],
    ['load before the run', loadavg()[0].toFixed(2)],
    ['Node', process.versions.node],
  ]
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(0)} GiB`
}
