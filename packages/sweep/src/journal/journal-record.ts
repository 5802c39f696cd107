import type { Direction } from '../study/direction.ts'
import type { Attributes } from '../study/study-trial.ts'

/** The states of a trial, in the order of Optuna's numbers (optuna/trial/_state.py). */
export const TRIAL_STATES = ['running', 'complete', 'pruned', 'failed', 'waiting'] as const

/** The state of a trial in a journal. */
export type TrialState = (typeof TRIAL_STATES)[number]

/** The directions of a study, in the order of Optuna's numbers: minimize is 1 (optuna/study/_study_direction.py). */
export const DIRECTIONS: readonly (Direction | undefined)[] = [undefined, 'minimize', 'maximize']

/** The codes of operations (optuna/storages/journal/_storage.py). */
export const OPERATIONS = {
  createStudy: 0,
  deleteStudy: 1,
  setStudyUserAttribute: 2,
  setStudySystemAttribute: 3,
  createTrial: 4,
  setTrialParameter: 5,
  setTrialState: 6,
  setTrialIntermediateValue: 7,
  setTrialUserAttribute: 8,
  setTrialSystemAttribute: 9,
} as const

/** One line of a journal in Optuna's format. Ids are not written: they are the numbers of the lines that create studies or trials. */
export type JournalRecord = { readonly worker_id: string } & (
  | { readonly op_code: 0; readonly study_name: string; readonly directions: readonly number[] }
  | { readonly op_code: 1; readonly study_id: number }
  | { readonly op_code: 2; readonly study_id: number; readonly user_attr: Attributes }
  | { readonly op_code: 3; readonly study_id: number; readonly system_attr: Attributes }
  | {
      readonly op_code: 4
      readonly study_id: number
      readonly datetime_start: string | null
      readonly datetime_complete?: string
      readonly state?: number
      readonly value?: number | null
      readonly values?: readonly number[] | null
      readonly distributions?: Readonly<Record<string, string>>
      readonly params?: Readonly<Record<string, number>>
      readonly user_attrs?: Attributes
      readonly system_attrs?: Attributes
      readonly intermediate_values?: Readonly<Record<string, number>>
    }
  | {
      readonly op_code: 5
      readonly trial_id: number
      readonly param_name: string
      readonly param_value_internal: number
      readonly distribution: string
    }
  | {
      readonly op_code: 6
      readonly trial_id: number
      readonly state: number
      readonly values: readonly number[] | null
      readonly datetime_start?: string
      readonly datetime_complete?: string
    }
  | {
      readonly op_code: 7
      readonly trial_id: number
      readonly step: number
      readonly intermediate_value: number
    }
  | { readonly op_code: 8; readonly trial_id: number; readonly user_attr: Attributes }
  | { readonly op_code: 9; readonly trial_id: number; readonly system_attr: Attributes }
)
