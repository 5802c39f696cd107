import type { Space } from './space.ts'
export function checkSpace(space: Space): void {
  void space
}
