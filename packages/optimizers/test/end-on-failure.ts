import fc from 'fast-check'

// The mutation check wants to know whether a law fails, not the least example.
fc.configureGlobal({ endOnFailure: true })
