/**
 * A call that a native kernel does not cover, for example with a size, offset or count that is not a non-negative integer.
 * The stock kernel of the same name then takes the call, and gives the result or the error. Users see this error only if
 * there is no stock kernel.
 */
export class UncoveredCall extends RangeError {}
