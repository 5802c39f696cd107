import { cellWidth, cutToCells } from '../text/cell-width.ts'

/** The state of a task, for {@link formatProgress}. */
export interface FormatProgressOptions {
  readonly label: string
  readonly done: number
  readonly total: number
  /** The time since the start, in seconds. */
  readonly seconds: number
  /** The name of the items that are counted, such as `images`. */
  readonly unit: string
  /** The width of the terminal in columns. Default: no limit, and no bar. */
  readonly width?: number
}

const LONGEST_BAR = 40
const SHORTEST_BAR = 5

/**
 * Formats progress as one line. Speed and remaining time are based on the mean speed since the start.
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

/** Formats a duration as 0:07, 12:34 or 1:23:45; a dash if it is unknown. */
function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '-'
  const whole = Math.max(0, Math.ceil(seconds))
  const [hours, minutes, remainder] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(remainder)}` : `${minutes}:${two(remainder)}`
}
