/**
 * Called with a short description of each step of a long operation, and the fraction that is done, from 0 to 1, where
 * it is known; silent by default.
 */
export type Progress = (step: string, done?: number) => void;

export const noProgress: Progress = () => {};
