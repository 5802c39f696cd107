/** The objective of the executors' tests: behaves as its configuration's `does` says. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TrialResult } from '../src/executors/executor.ts'
import { type Trial, TrialStopped } from '../src/executors/trial.ts'

export type Behavior = keyof typeof behaviors

export default function objective(trial: Trial): unknown {
  return behaviors[trial.configuration.does as Behavior](trial)
}

/** Never settles by itself, and keeps the process alive. */
function forever(): Promise<never> {
  return new Promise(() => setInterval(() => {}, 1000))
}

const behaviors = {
  /** Returns everything that it was given. */
  tell({ number, seed, attempt, configuration }: Trial): TrialResult {
    return { value: seed, attributes: { number, attempt, configuration } }
  },
  async report(trial: Trial): Promise<number> {
    await trial.report(0, 0.5)
    await trial.report(1, Number.NaN)
    await trial.report(5, -Infinity)
    return 7
  },
  /** Awaits its reports only at the end. */
  async hurry(trial: Trial): Promise<number> {
    await Promise.all([0, 1, 2, 3, 4].map((step) => trial.report(step, -step)))
    return 0
  },
  /** Never awaits its first report. */
  async neverAwait(trial: Trial): Promise<number> {
    void trial.report(0, 0)
    await trial.report(1, 1).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve)) // time to complain of what nobody handles
    return 1
  },
  /** Continues after it was stopped, and tells on request why further reports threw. */
  async insist(trial: Trial): Promise<TrialResult> {
    const reasons: string[] = []
    for (const step of [0, 1, 2]) {
      await trial.report(step, step).catch((error: TrialStopped) => reasons.push(error.reason))
    }
    return { value: 1, attributes: { reasons, aborted: trial.signal.aborted } }
  },
  async badReport(trial: Trial): Promise<number> {
    await trial.report(0.5, 1)
    return 1
  },
  forgotAwait(trial: Trial): number {
    void trial.report(-1, 1)
    return 1
  },
  warn(trial: Trial): number {
    trial.warn('It is warm.')
    return 1
  },
  giveUp(): never {
    throw new TrialStopped('pruned')
  },
  throw(): never {
    throw new RangeError('No such layer.')
  },
  throwText(): never {
    throw 'only words'
  },
  returnNaN: (): number => NaN,
  returnNothing: (): undefined => undefined,
  returnText: (): unknown => ({ value: '0.5' }),
  returnInfinity: (): number => Infinity,
  returnCycle(): unknown {
    const attributes: Record<string, unknown> = {}
    attributes.itself = attributes
    return { value: 1, attributes }
  },
  returnDate: (): unknown => ({ value: 1, attributes: { at: new Date(0), rates: Float32Array.of(0.5) } }),
  /** Ends as soon as its signal is aborted. */
  async wait(trial: Trial): Promise<number> {
    await trial.report(0, process.pid)
    const kept = setInterval(() => {}, 1000)
    if (!trial.signal.aborted) await once(trial.signal, 'abort')
    clearInterval(kept)
    await trial.report(1, process.pid)
    return 1
  },
  /** The following behaviors need a process of their own. */
  async ignoreSignal(trial: Trial): Promise<number> {
    await trial.report(0, process.pid)
    return forever()
  },
  async spin(trial: Trial): Promise<number> {
    await trial.report(0, process.pid)
    for (;;);
  },
  async freeze(trial: Trial): Promise<number> {
    await trial.report(0, process.pid)
    process.kill(process.pid, 'SIGSTOP')
    await trial.report(1, process.pid)
    return 1
  },
  async startAnother(trial: Trial): Promise<number> {
    await trial.report(0, process.pid)
    await trial.report(1, spawnAnother())
    return forever()
  },
  async leaveAnother(trial: Trial): Promise<number> {
    await trial.report(0, spawnAnother())
    setInterval(() => {}, 1000)
    return 1
  },
  async fillMemory(trial: Trial): Promise<number> {
    const kept: Buffer[] = []
    for (let step = 0; ; step++) {
      kept.push(Buffer.alloc(2 ** 24, 1))
      await trial.report(step, kept.length)
    }
  },
  async fillMemoryOfAnother(trial: Trial): Promise<number> {
    const code = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(2 ** 24, 1)), 20)'
    await trial.report(0, spawnAnother(code))
    return forever()
  },
  async endSoon(trial: Trial): Promise<number> {
    await trial.report(0, process.pid)
    await new Promise((resolve) => setTimeout(resolve, 500))
    return 1
  },
  async fillHeap(): Promise<number> {
    const kept: unknown[] = []
    for (;;) kept.push(Array.from({ length: 1000 }, (_, index) => ({ index })))
  },
  exit(): never {
    console.error('out of cheese')
    process.exit(3)
  },
  kill(): Promise<number> {
    process.kill(process.pid, 'SIGKILL')
    return forever()
  },
  throwLater(): Promise<number> {
    setTimeout(() => {
      throw new Error('in a callback')
    })
    return forever()
  },
  rejectAside(): Promise<number> {
    void Promise.reject(new Error('nobody listens'))
    return forever()
  },
}

function spawnAnother(code = 'setInterval(() => {}, 1000)'): number {
  const { pid } = spawn(process.execPath, ['-e', code], { stdio: 'ignore' })
  if (pid === undefined) throw new Error('Cannot start another process.')
  return pid
}
