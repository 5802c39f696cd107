/** Which values of a study are better: small ones (`'minimize'`) or large ones (`'maximize'`). */
export type Direction = 'minimize' | 'maximize'
