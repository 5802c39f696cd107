/**
 * A call that a native kernel does not cover, for example with a size, offset or count that is not a non-negative integer.
 * The stock kernel of the same name then runs instead, and returns its result or throws its error. Users see an
 * `UncoveredCall` only if there is no stock kernel.
 */
export class UncoveredCall extends RangeError {}
