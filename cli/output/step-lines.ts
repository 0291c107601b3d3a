import type { StepListener, StepTime } from '../local-environment/steps';
import { inkOf, type Shell } from '../shell';
import { fitting } from './hanging-indent';
import { LiveLines } from './live-lines';
import { duration } from './quantities';

export interface StepLines extends StepListener {
  readonly times: readonly StepTime[];
  /** Says something on the way, above what is under way. */
  remark(line: string): void;
  /** Takes away the line of what is under way. */
  close(): void;
}

/** A line for each step that is done, with its time; on a terminal also what is under way. Silent: times only. */
export function stepLines(shell: Shell, silent: boolean): StepLines {
  const ink = inkOf(shell);
  const live = new LiveLines(shell);
  const underWay = new Set<string>();
  const times: StepTime[] = [];
  const showUnderWay = (): void => {
    if (!silent) live.show([...underWay].map((step) => ink.dim(`  ${step} ...`)));
  };
  return {
    times,
    began(step) {
      underWay.add(step);
      showUnderWay();
    },
    ended(step, what, milliseconds) {
      underWay.delete(step);
      times.push({ step, milliseconds: Math.round(milliseconds) });
      if (silent) return;
      live.show([]);
      live.print(fitting(shell, `${ink.green('✓')} ${what} ${ink.dim(`(${duration(milliseconds)})`)}`));
      showUnderWay();
    },
    remark: (line) => live.remark(line),
    close() {
      underWay.clear();
      live.end({ keep: false });
    },
  };
}
