/** Called with what a long operation is at, in a few words; silent by default. */
export type Progress = (step: string) => void;

export const noProgress: Progress = () => {};
