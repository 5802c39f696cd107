import type { Configuration, Space } from './space.ts'
export function checkConfiguration(space: Space, configuration: Configuration): void {
  void space
  void configuration
}
