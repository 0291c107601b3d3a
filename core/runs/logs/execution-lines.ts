import type { LogLevel, LogLine } from './log-line';

/** Event of an execution's history, without its data. */
export interface ExecutionEvent {
  readonly id: number;
  readonly at: Date;
  /** As Step Functions names it, such as `TaskStateEntered`. */
  readonly type: string;
  /** State that was entered. */
  readonly state?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

const ends: Readonly<Record<string, readonly [LogLevel, string]>> = {
  ExecutionStarted: ['info', 'execution started'],
  ExecutionSucceeded: ['info', 'execution succeeded'],
  ExecutionFailed: ['error', 'execution failed'],
  ExecutionTimedOut: ['error', 'execution timed out'],
  ExecutionAborted: ['error', 'execution was stopped'],
  ExecutionRedriven: ['info', 'execution was started again from its failed state'],
};

/** Lines of an execution: its states, the errors of their tasks, and its end. The events are in their order. */
export function executionLines(events: readonly ExecutionEvent[]): readonly LogLine[] {
  let state = 'Execution';
  return events.flatMap((event, index) => {
    if (event.type.endsWith('StateEntered')) state = event.state ?? state;
    const said = wordsOf(event, events, index);
    if (said === undefined) return [];
    const [level, text] = said;
    return {
      id: String(event.id),
      at: event.at.toISOString(),
      source: 'state-machine',
      from: event.type.startsWith('Execution') ? 'Execution' : state,
      level,
      text,
    };
  });
}

function wordsOf(
  event: ExecutionEvent,
  events: readonly ExecutionEvent[],
  index: number,
): readonly [LogLevel, string] | undefined {
  const { type } = event;
  const why = [event.error, messageOf(event.cause)].filter((one) => one !== undefined && one !== '');
  const with_ = (text: string): string => [text, ...why].join(': ');
  const end = ends[type];
  if (end !== undefined) return [end[0], with_(end[1])];
  if (type.endsWith('StateEntered')) return ['info', 'entered'];
  // TaskFailed, TaskTimedOut, TaskSubmitFailed, LambdaFunctionFailed, EvaluationFailed, and further ones.
  if (!/(?:Failed|TimedOut)$/.test(type)) return undefined;
  return events[index + 1]?.type === 'TaskScheduled'
    ? ['warning', `${with_('failed')}; tried again`]
    : ['error', with_('failed')];
}

/** Message of a function's error, whose cause is JSON with a trace. */
function messageOf(cause: string | undefined): string | undefined {
  if (cause === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed)
      return String(parsed.errorMessage);
  } catch {
    // The cause is text.
  }
  return cause;
}
