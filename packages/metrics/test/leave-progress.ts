/** Starts a progress bar and does not stop it; the process must still end. Run by create-progress.test.ts. */
import { createProgress } from '../src/node/create-progress.ts'
import { FakeTerminal } from './fake-terminal.ts'

const progress = createProgress({ stream: new FakeTerminal() })
progress.start({ total: 100, label: 'Epoch 1/1' })
progress.update(50)
