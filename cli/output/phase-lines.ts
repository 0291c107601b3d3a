import type { RunRecord } from '../../core/runs/record/run-record';
import { duration, moment } from './quantities';

/** Phases of a run in the order of their times, each with the time since the one before. */
export function phaseLines(phases: RunRecord['phases']): string[] {
  let last: number | undefined;
  // The state that deletes the task also runs where there never was one.
  const nameOf = (phase: string): string =>
    phase === 'taskDeleted' && phases.taskCreated === undefined ? 'no task left' : asWords(phase);
  const width = Math.max(...Object.keys(phases).map((phase) => nameOf(phase).length));
  const inOrder = Object.entries(phases).sort(([, a], [, b]) => ((a ?? '') < (b ?? '') ? -1 : 1));
  return inOrder.flatMap(([phase, at]) => {
    if (at === undefined) return [];
    const now = Date.parse(at);
    const since = last === undefined ? '' : `+${duration(Math.max(0, now - last))}`;
    last = now;
    return [`  ${nameOf(phase).padEnd(width)}  ${moment(at)}  ${since}`.trimEnd()];
  });
}

/** `taskCreated` -> `task created` */
function asWords(phase: string): string {
  return phase.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
