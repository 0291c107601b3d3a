import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ReactElement } from 'react';
import type { CalendarEntry, JobToday, RunSummary } from '../data/queries';

type State = RunSummary['state'];
export type Health = JobToday['health'];

export interface Look {
  readonly type: StatusIndicatorProps.Type;
  readonly tone: 'good' | 'bad' | 'warn' | 'busy' | 'none';
  /** One character, so that colour is not all. */
  readonly mark: string;
}

const good = { type: 'success', tone: 'good', mark: '✓' } as const;
const bad = { type: 'error', tone: 'bad', mark: '✕' } as const;
const warn = { type: 'warning', tone: 'warn', mark: '!' } as const;
const none = { type: 'stopped', tone: 'none', mark: '–' } as const;

export const runLooks: Readonly<Record<State, Look>> = {
  open: { type: 'in-progress', tone: 'busy', mark: '…' },
  succeeded: good,
  'succeeded-with-table-errors': warn,
  failed: bad,
  resource: bad,
  stopped: { ...none, tone: 'warn', mark: '■' },
  skipped: none,
  cancelled: none,
  missed: { ...warn, mark: '?' },
};

/** The worst first. */
const healthLooks: Readonly<Record<Health, StatusIndicatorProps.Type>> = {
  failing: 'error',
  late: 'warning',
  paused: 'stopped',
  running: 'in-progress',
  'never ran': 'pending',
  fresh: 'success',
};

/** Word for any state of a run or of a coming time. */
export function stateWord(state: string): string {
  return state === 'open' ? 'running' : state.replaceAll('-', ' ');
}

export function RunState({ run }: { readonly run: RunSummary }): ReactElement {
  const waits = run.waitsFor === undefined ? stateWord(run.state) : 'waiting';
  const percent = run.percent === undefined ? '' : ` ${Math.round(run.percent)} %`;
  return (
    <StatusIndicator type={run.waitsFor === undefined ? runLooks[run.state].type : 'pending'}>
      {waits}
      {percent}
    </StatusIndicator>
  );
}

/** Order of words, the worst first. */
export function byHealthWord(a: Health, b: Health): number {
  const words = Object.keys(healthLooks);
  return words.indexOf(a) - words.indexOf(b);
}

export function HealthWord({ health }: { readonly health: Health }): ReactElement {
  return <StatusIndicator type={healthLooks[health]}>{health}</StatusIndicator>;
}

const comingLooks = {
  planned: 'pending',
  overlapping: 'warning',
  paused: 'stopped',
  disabled: 'stopped',
} as const;

/** State of a past run, or of a coming time. */
export function TimeState({ state }: Pick<CalendarEntry, 'state'>): ReactElement {
  const isComing =
    state === 'planned' || state === 'overlapping' || state === 'paused' || state === 'disabled';
  return isComing ? (
    <StatusIndicator type={comingLooks[state]}>{state}</StatusIndicator>
  ) : (
    <StatusIndicator type={runLooks[state].type}>{stateWord(state)}</StatusIndicator>
  );
}
