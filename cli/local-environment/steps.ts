export interface StepTime {
  readonly step: string;
  readonly milliseconds: number;
}

/** Receives the steps that begin and end. Several steps can run at once. */
export interface StepListener {
  began(step: string): void;
  /** `detail` is what the step does now. */
  progressed(step: string, detail: string): void;
  ended(step: string, result: string, milliseconds: number): void;
}

/** Runs and times `work` as a step. `resultText` describes its result. */
export async function asStep<T>(
  listener: StepListener,
  step: string,
  work: (progressed: (detail: string) => void) => Promise<T>,
  resultText: (result: T) => string,
): Promise<T> {
  const began = performance.now();
  listener.began(step);
  const result = await work((detail) => listener.progressed(step, detail));
  listener.ended(step, resultText(result), performance.now() - began);
  return result;
}
