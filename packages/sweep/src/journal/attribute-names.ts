/** @file The names of attributes in a journal. Names that this package defines start with `tunekit`. */

/** The user attribute of a study that contains its definition. */
export const DEFINITION = 'tunekit'

/** The system attribute of a study that contains its number of trials. */
export const TRIAL_COUNT = 'tunekit:trials'

/** The system attribute of a study in which Optuna stores the names of values (`Study.set_metric_names`). */
export const METRIC_NAMES = 'study:metric_names'

/** The system attributes with the place of a trial in its study's plan: `SLOT` is configuration × repeats + repeat. */
export const SLOT = 'tunekit:slot'
export const CONFIGURATION = 'tunekit:configuration'
export const REPEAT = 'tunekit:repeat'

/** The system attribute that contains the seed of a trial. The user attribute `seed` shows it too, but an objective may change that. */
export const SEED = 'tunekit:seed'

/** The system attribute that counts how often a trial was started. */
export const ATTEMPTS = 'tunekit:attempts'

/** The system attribute that lists the failed attempts of a trial. */
export const FAILURES = 'tunekit:failures'

/** The system attribute that contains the time at which a trial was restarted after its study had been stopped. */
export const RESTARTED = 'tunekit:restarted'
