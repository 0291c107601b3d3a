import type { StepListener, StepTime } from '../local-environment/steps';
import { inkOf, type Shell } from '../shell';
import { fitting } from './hanging-indent';
import { LiveLines } from './live-lines';
import { duration } from './quantities';

export interface StepLines extends StepListener {
  readonly times: readonly StepTime[];
  /** Prints a line that stays above the steps that run. */
  print(line: string): void;
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
/** A step that runs longer is announced where nothing is redrawn, and again after each further time. */
const announceAfter = 1_500;
const repeatAfter = 10_000;

/**
 * Prints a line per finished step with its time. Steps that run are shown with their time on a terminal, and announced
 * from time to time elsewhere, or once if they print lines of their own. `silent` only measures times.
 */
export function stepLines(shell: Shell, silent: boolean, { printsOwn = false } = {}): StepLines {
  const ink = inkOf(shell);
  const live = new LiveLines(shell);
  const running = new Map<string, RunningStep>();
  const times: StepTime[] = [];
  let redraw: NodeJS.Timeout | undefined;

  function showRunning(): void {
    if (silent) return;
    live.show([...running].map(([step, one]) => ink.dim(lineOf(step, one))));
  }

  function lineOf(step: string, { began, detail }: RunningStep): string {
    const time = duration(performance.now() - began);
    return `  ${step}${detail === undefined ? '' : `: ${detail}`} ... ${time}`;
  }

  /** Where nothing is redrawn: a line at once, and one each ten seconds. */
  function announce(step: string, one: RunningStep, after: number): void {
    one.timer = setTimeout(() => {
      live.print(lineOf(step, one));
      if (!printsOwn) announce(step, one, repeatAfter);
    }, after).unref();
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
      else announce(step, one, announceAfter);
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
    print(line) {
      if (!silent) live.print(line);
    },
    remark: (line) => live.remark(line),
    close() {
      stopTimers();
      running.clear();
      live.end({ keep: false });
    },
  };
}
