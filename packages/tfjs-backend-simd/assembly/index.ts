/**
 * The exports of the module: the operations, which the scheduler calls by their numbers, and the scheduler.
 *
 * Every exported function of this folder whose last parameters are `from` and `to` is an operation, which does some of
 * the units of a command.
 *
 * Short names in this folder: p and q are addresses; o is an output channel, b an image of the batch, and oy and ox are the row
 * and the column of an output position; w is the filter; a00 to a31 are the sums of a tile, by their row and column. A parameter
 * with a capital letter is a constant at every call of an inlined function, so the compiler drops the branches on it.
 */
export * from './generated/operations'
export { abandon, fail, run, stop, work, workers } from './scheduler'
