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

interface RunningStep {
  readonly began: number;
  detail?: string;
  timer?: NodeJS.Timeout;
}

const redrawEvery = 500;
/** A step that runs longer is announced where nothing is redrawn. */
const announceAfter = 1_500;

/**
 * Prints a line per finished step with its time. Steps that run are shown with their time on a terminal, and announced once
 * elsewhere. `silent` only measures times.
 */
export function stepLines(shell: Shell, silent: boolean): StepLines {
  const ink = inkOf(shell);
  const live = new LiveLines(shell);
  const running = new Map<string, RunningStep>();
  const times: StepTime[] = [];
  let redraw: NodeJS.Timeout | undefined;

  function showRunning(): void {
    if (silent) return;
    live.show(
      [...running].map(([step, { began, detail }]) => {
        const time = duration(performance.now() - began);
        return ink.dim(`  ${step}${detail === undefined ? '' : `: ${detail}`} ... ${time}`);
      }),
    );
  }

  function stopTimers(): void {
    clearInterval(redraw);
    redraw = undefined;
    for (const { timer } of running.values()) clearTimeout(timer);
  }

  return {
    times,
    began(step) {
      const one: RunningStep = { began: performance.now() };
      running.set(step, one);
      if (silent) return;
      showRunning();
      if (shell.interactive) redraw ??= setInterval(showRunning, redrawEvery).unref();
      else one.timer = setTimeout(() => live.print(`  ${step} ...`), announceAfter).unref();
    },
    progressed(step, detail) {
      const one = running.get(step);
      if (one === undefined || one.detail === detail) return;
      one.detail = detail;
      showRunning();
    },
    ended(step, result, milliseconds) {
      clearTimeout(running.get(step)?.timer);
      running.delete(step);
      if (running.size === 0) stopTimers();
      times.push({ step, milliseconds: Math.round(milliseconds) });
      if (silent) return;
      live.show([]);
      live.print(fitting(shell, `${ink.green('✓')} ${result} ${ink.dim(`(${duration(milliseconds)})`)}`));
      showRunning();
    },
    remark: (line) => live.remark(line),
    close() {
      stopTimers();
      running.clear();
      live.end({ keep: false });
    },
  };
}
