import { spawnSync } from 'node:child_process'

/** A Python that has Optuna, if there is one: Debian's package is python3-optuna. */
export function findPythonWithOptuna(): string | undefined {
  return ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', 'import optuna'], { stdio: 'ignore' }).status === 0,
  )
}
