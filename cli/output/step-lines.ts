import type { StepListener, StepTime } from '../local-environment/steps';
import { inkOf, type Shell } from '../shell';
import { fitting } from './hanging-indent';
import { LiveLines } from './live-lines';
import { duration } from './quantities';

export interface StepLines extends StepListener {
  readonly times: readonly StepTime[];
  /** Prints a remark above the steps that run. */
  remark(line: string): void;
  /** Erases the lines of the steps that run. */
  close(): void;
}

/** Prints a line per finished step with its time, and on a terminal the steps that run. `silent` only measures times. */
export function stepLines(shell: Shell, silent: boolean): StepLines {
  const ink = inkOf(shell);
  const live = new LiveLines(shell);
  const running = new Set<string>();
  const times: StepTime[] = [];
  const showRunning = (): void => {
    if (!silent) live.show([...running].map((step) => ink.dim(`  ${step} ...`)));
  };
  return {
    times,
    began(step) {
      running.add(step);
      showRunning();
    },
    ended(step, what, milliseconds) {
      running.delete(step);
      times.push({ step, milliseconds: Math.round(milliseconds) });
      if (silent) return;
      live.show([]);
      live.print(fitting(shell, `${ink.green('✓')} ${what} ${ink.dim(`(${duration(milliseconds)})`)}`));
      showRunning();
    },
    remark: (line) => live.remark(line),
    close() {
      running.clear();
      live.end({ keep: false });
    },
  };
}
