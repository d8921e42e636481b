/** Called with a short description of each step of a long operation; silent by default. */
export type Progress = (step: string) => void;

export const noProgress: Progress = () => {};
