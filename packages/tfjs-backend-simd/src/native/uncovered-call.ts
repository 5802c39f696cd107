/**
 * Thrown where a native kernel meets a call that it does not cover, such as sizes, offsets or counts that are no
 * non-negative integers. The stock kernel of that name then has the call, and gives its result or its error; the message
 * is seen only where there is none.
 */
export class UncoveredCall extends RangeError {}
