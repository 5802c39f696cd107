/** @file The names of attributes in a journal. Names of our own begin with `tunekit`. */

/** The user attribute of a study that holds its definition. */
export const DEFINITION = 'tunekit'

/** The system attribute of a study that holds its number of trials. */
export const TRIAL_COUNT = 'tunekit:trials'

/** The system attribute in which Optuna keeps the names of values (`Study.set_metric_names`). */
export const METRIC_NAMES = 'study:metric_names'

/** The system attributes that say where in its study's plan a trial stands: `SLOT` is configuration × repeats + repeat. */
export const SLOT = 'tunekit:slot'
export const CONFIGURATION = 'tunekit:configuration'
export const REPEAT = 'tunekit:repeat'

/** The system attribute that holds the seed of a trial. The user attribute `seed` shows it, too, but an objective may set that. */
export const SEED = 'tunekit:seed'

/** The system attribute that counts how often a trial was started. */
export const ATTEMPTS = 'tunekit:attempts'

/** The system attribute that lists the failed attempts of a trial. */
export const FAILURES = 'tunekit:failures'

/** The system attribute that holds the time at which a trial was started again after its study had been stopped. */
export const RESTARTED = 'tunekit:restarted'
