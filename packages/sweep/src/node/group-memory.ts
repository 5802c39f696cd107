import { readFileSync } from 'node:fs'
import { groupMembers } from './process-group.ts'

/**
 * The bytes of memory that all processes of a group hold, on Linux: their resident sets, or if these sum up to more than a
 * limit, their proportional ones, which count what processes share once. The kernel takes longer to find those.
 */
export function groupMemory(pid: number, limit: number): number {
  const members = groupMembers(pid)
  const resident = sum(members.map((member) => readKilobytes(`/proc/${member}/status`, 'VmRSS')))
  if (resident <= limit) return resident
  const proportional = members.map(
    (member) =>
      readKilobytes(`/proc/${member}/smaps_rollup`, 'Pss') ??
      readKilobytes(`/proc/${member}/status`, 'VmRSS'),
  )
  return sum(proportional)
}

function sum(kilobytes: readonly (number | undefined)[]): number {
  return 1024 * kilobytes.reduce<number>((total, count = 0) => total + count, 0)
}

/** @returns Nothing if the process has ended, or is not ours to look at */
function readKilobytes(path: string, field: string): number | undefined {
  try {
    const [, digits] = readFileSync(path, 'utf8').match(new RegExp(`^${field}:\\s*(\\d+) kB`, 'm')) ?? []
    return digits === undefined ? undefined : Number(digits)
  } catch {
    return undefined
  }
}
