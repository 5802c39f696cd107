/**
 * The exports of the module: the operations, which the scheduler calls by their numbers, and the scheduler.
 *
 * Every exported function of this folder whose last parameters are `from` and `to` is an operation, which does some of
 * the units of a command.
 */
export * from './generated/operations'
export { abandon, fail, run, stop, work, workers } from './scheduler'
