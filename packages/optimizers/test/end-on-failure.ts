import fc from 'fast-check'

// The mutation check needs to know whether a law fails, not the smallest example.
fc.configureGlobal({ endOnFailure: true })
