import { cellWidth, cutToCells } from '../text/cell-width.ts'

export interface FormatProgressOptions {
  readonly label: string
  readonly done: number
  readonly total: number
  /** Since the start. */
  readonly seconds: number
  /** What is counted, for example `images`. */
  readonly unit: string
  /** Columns to stay within. Left out: any number of them, and no bar. */
  readonly width?: number
}

const LONGEST_BAR = 40
const SHORTEST_BAR = 5

/**
 * Formats progress as one line; speed and remaining time are those of the mean since the start.
 *
 * @example
 * formatProgress({ label: 'Epoch 3/10', done: 27000, total: 60000, seconds: 2, unit: 'images', width: 79 })
 * // 'Epoch 3/10  45% ███████████░░░░░░░░░░░░░░ 27000/60000  13500 images/s  ETA 0:03'
 */
export function formatProgress({ label, done, total, seconds, unit, width }: FormatProgressOptions): string {
  const fraction = total > 0 ? Math.min(done / total, 1) : 1
  const speed = seconds > 0 ? done / seconds : 0
  const left = `${label} ${String(Math.floor(100 * fraction)).padStart(3)}%`
  const count = `${String(done).padStart(String(total).length)}/${total}`
  const right = `${count}  ${speed.toFixed(0).padStart(5)} ${unit}/s  ETA ${formatDuration((total - done) / speed)}`
  if (width === undefined) return `${left}  ${right}`

  const bar = Math.min(LONGEST_BAR, width - cellWidth(left) - cellWidth(right) - 2)
  if (bar < SHORTEST_BAR) return cutToCells(`${left} ${right}`, width)
  const full = Math.floor(bar * fraction)
  return `${left} ${'█'.repeat(full)}${'░'.repeat(bar - full)} ${right}`
}

/** As 0:07, 12:34 or 1:23:45; a dash if unknown. */
function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '-'
  const whole = Math.max(0, Math.ceil(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
