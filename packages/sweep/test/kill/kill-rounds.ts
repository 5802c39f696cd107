import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Random, randomStream } from '@tunekit/random-stream'
import { checkStudy } from './check-study.ts'
import type { Plan } from './plan.ts'
import { processesOf, workersOf } from './processes-of.ts'
import { sendSignal } from './send-signal.ts'
import { type Coordinator, startCoordinator } from './start-coordinator.ts'

/**
 * The processes that are killed. A worker that is suspended while its coordinator dies cannot notice the death. Paused
 * processes continue soon and lose nothing but time.
 */
const VICTIMS = [
  'worker',
  'worker',
  'coordinator',
  'both',
  'coordinator of a stopped worker',
  'paused worker',
  'paused coordinator',
] as const

/**
 * Runs studies one after the other and kills or pauses their processes at random, until there were enough strikes and the
 * current study is done. Each study is checked.
 *
 * @param lane Seed of the choice of processes and times
 * @returns Number of strikes of each kind
 */
export async function killRounds(
  root: string,
  lane: number,
  strikes: number,
): Promise<Readonly<Record<string, number>>> {
  const random = randomStream('kills', lane).uniform
  const kinds: string[] = []
  for (let number = 0; kinds.length < strikes; number++) {
    const folder = join(root, `lane-${lane}-${number}`)
    mkdirSync(folder)
    const isProgram = number % 2 === 1
    const plan: Plan = {
      seed: 100 * lane + number,
      trials: 6,
      workers: 2,
      pause: 10,
      isPruned: number % 4 < 2,
      repeats: number % 3 === 0 ? 2 : undefined,
      startsOver: isProgram || number % 4 === 2,
      isProgram,
    }
    const before = kinds.length
    try {
      await runKilled(folder, plan, random, (kind) => kinds.push(kind))
      await checkStudy(folder, plan)
    } catch (cause) {
      const kills = kinds.slice(before).join(', ')
      throw new Error(`${JSON.stringify(plan)} in ${folder}, after these kills: ${kills}`, { cause })
    } finally {
      processesOf(folder).forEach((pid) => sendSignal(pid, 'SIGKILL'))
    }
  }
  return Object.fromEntries(VICTIMS.map((victim) => [victim, kinds.filter((kind) => kind === victim).length]))
}

/** Runs one study to its end, with kills on the way. */
async function runKilled(
  folder: string,
  plan: Plan,
  random: Random,
  onKill: (kind: string) => void,
): Promise<void> {
  let coordinator = startCoordinator(folder, plan)
  try {
    for (;;) {
      await waitForRandomMoment(coordinator, random)
      if (hasEnded(coordinator)) return
      const victim = VICTIMS[Math.floor(random() * VICTIMS.length)]
      if (!kill(victim, coordinator, folder, random)) continue
      onKill(victim)
      if (victim === 'worker' || victim.startsWith('paused')) continue
      await coordinator.ended
      coordinator = startCoordinator(folder, plan)
    }
  } finally {
    coordinator.signal('SIGKILL')
    await coordinator.ended
  }
}

/** Waits for a random moment: a few events from now and some milliseconds, or some milliseconds of the start. */
async function waitForRandomMoment(coordinator: Coordinator, random: Random): Promise<void> {
  const { events, ended } = coordinator
  if (events.length > 0 || random() < 0.9) {
    const count = events.length + Math.ceil(random() * 8)
    await coordinator.until(() => events.length >= count)
  }
  await Promise.race([delay(random() * 40), ended])
}

/** @returns Whether there was a process to kill */
function kill(
  victim: (typeof VICTIMS)[number],
  coordinator: Coordinator,
  folder: string,
  random: Random,
): boolean {
  const workers = workersOf(folder)
  const worker = workers[Math.floor(random() * workers.length)] as number | undefined
  if (victim === 'coordinator') {
    coordinator.signal('SIGKILL')
    return true
  }
  if (victim === 'paused coordinator') {
    coordinator.signal('SIGSTOP')
    setTimeout(() => coordinator.signal('SIGCONT'), 1600 * random())
    return true
  }
  if (worker === undefined) return false
  if (victim === 'paused worker') {
    sendSignal(worker, 'SIGSTOP')
    setTimeout(() => sendSignal(worker, 'SIGCONT'), 1600 * random())
    return true
  }
  if (victim === 'both') workers.forEach((pid) => sendSignal(pid, 'SIGKILL'))
  else sendSignal(worker, victim === 'worker' ? 'SIGKILL' : 'SIGSTOP')
  if (victim !== 'worker') coordinator.signal('SIGKILL')
  return true
}

function hasEnded(coordinator: Coordinator): boolean {
  if (!coordinator.hasEnded()) return false
  if (coordinator.events.at(-1)?.type !== 'done') {
    throw new Error(`Coordinator ${coordinator.pid} ended before its study: ${coordinator.stderr()}`)
  }
  return true
}
