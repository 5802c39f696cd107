import { ink } from '../drawing/palette.ts'

const colors: Readonly<Record<string, string>> = {
  complete: ink.series[0],
  pruned: ink.series[1],
  running: ink.series[2],
  failed: ink.series[7],
}

/** Returns the color of trials in a state. The color is the same in all charts, and gray for an unknown state. */
export function stateColor(state: string): string {
  return Object.hasOwn(colors, state) ? colors[state] : ink.muted
}
