import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ReactElement } from 'react';
import { plain } from '../../parts/plain-text';
import { count, duration } from '../../parts/quantities';

interface Task {
  /** DMS's word, or `gone`. */
  readonly task: string;
  readonly desired: 'running' | 'stopped';
}

function lookOf({ task, desired }: Task): StatusIndicatorProps.Type {
  if (task === 'running') return desired === 'running' ? 'success' : 'stopped';
  if (desired === 'stopped') return 'stopped';
  return task === 'failed' || task === 'gone' || task === 'stopped' ? 'error' : 'in-progress';
}

/** Status of a task in DMS's word. */
export function TaskStatus(task: Task): ReactElement {
  return <StatusIndicator type={lookOf(task)}>{plain(task.task)}</StatusIndicator>;
}

interface Lag {
  readonly behindSeconds?: number | undefined;
  readonly maxLatencySeconds: number;
}

/** Lag now, with its limit. */
export function LagNow({ behindSeconds, maxLatencySeconds }: Lag): ReactElement {
  const limit = `of ${duration(maxLatencySeconds * 1000)}`;
  if (behindSeconds === undefined) return <span>– {limit}</span>;
  const isLate = behindSeconds > maxLatencySeconds;
  return (
    <>
      <StatusIndicator type={isLate ? 'warning' : 'success'}>
        {duration(behindSeconds * 1000)}
      </StatusIndicator>{' '}
      {limit}
    </>
  );
}

/** Inserts, updates and deletes. Commas are those of large numbers. */
export function operationsText(operations: readonly number[] | undefined): string {
  return operations?.map(count).join(' / ') ?? '–';
}
