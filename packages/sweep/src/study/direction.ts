/** Whether small values of a study are better (`'minimize'`) or large values (`'maximize'`). */
export type Direction = 'minimize' | 'maximize'
