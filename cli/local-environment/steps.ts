export interface StepTime {
  readonly step: string;
  readonly milliseconds: number;
}

/** Who hears of steps that begin and end; several may be under way at once. */
export interface StepListener {
  began(step: string): void;
  /** `what` is what came of it. */
  ended(step: string, what: string, milliseconds: number): void;
}

/** Runs work as a step and times it. `what` puts its result in words. */
export async function asStep<T>(
  listener: StepListener,
  step: string,
  work: () => Promise<T>,
  what: (result: T) => string,
): Promise<T> {
  const began = performance.now();
  listener.began(step);
  const result = await work();
  listener.ended(step, what(result), performance.now() - began);
  return result;
}
