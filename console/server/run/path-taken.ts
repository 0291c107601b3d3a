import type { ExecutionEvent } from '../../../core/runs/logs/execution-lines';
import type { Phases } from '../../../core/runs/record/phases';
import { type Definition, doesSomething } from './state-machine';

/** Step that a run was in. */
export interface Visit {
  readonly step: string;
  /** ISO 8601 in UTC. */
  readonly from: string;
  /** Absent: it is there now. */
  readonly until?: string;
  /** Error that ended it. */
  readonly error?: string;
  /** Error after which it was tried again, and succeeded. */
  readonly retriedAfter?: string;
}

/** Visits as Step Functions recorded them, in their order. A step that is repeated at once is one visit. */
export function visitsOf(events: readonly ExecutionEvent[], { States }: Definition): readonly Visit[] {
  const visits: Visit[] = [];
  const end = (at: Date, error?: string): void => {
    const open = visits.at(-1);
    if (open === undefined || open.until !== undefined) return;
    visits[visits.length - 1] = {
      ...open,
      until: at.toISOString(),
      ...(error === undefined ? {} : { error }),
    };
  };
  for (const { type, at, state, error } of events) {
    if (type.endsWith('StateEntered')) {
      end(at);
      const isStep = state !== undefined && doesSomething(States[state]);
      if (isStep) visits.push({ step: state, from: at.toISOString() });
    } else if (/^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type)) end(at, error);
    else if (error !== undefined && /(?:Failed|TimedOut)$/.test(type)) {
      const open = visits.at(-1);
      if (open !== undefined) visits[visits.length - 1] = { ...open, error };
    } else if (/^(?:Task|LambdaFunction)Succeeded$/.test(type)) {
      const { error: retriedAfter, ...open } = visits.at(-1) ?? {};
      if (retriedAfter !== undefined && 'step' in open) visits[visits.length - 1] = { ...open, retriedAfter };
    }
  }
  return visits;
}

/** Steps with the milestones at which they begin and end, in the order of a run. */
const steps: readonly (readonly [
  step: string,
  begins: readonly (keyof Phases)[],
  ends: readonly (keyof Phases)[],
])[] = [
  ['AwaitAdmission', ['waited'], ['admitted']],
  ['CheckSource', ['admitted', 'opened'], ['sourceChecked']],
  ['CreateTask', ['sourceChecked', 'opened'], ['taskCreated']],
  ['AwaitTaskReady', ['taskCreated'], ['taskReady']],
  ['StartTask', ['taskReady'], ['startRequested']],
  ['AwaitFullLoad', ['startRequested'], ['loadFinished']],
  ['AwaitReplication', ['startRequested'], ['replicating']],
  ['JudgeRun', ['loadFinished', 'replicating'], ['judged']],
  ['PublishSnapshot', ['judged'], ['published']],
  ['DeleteTask', ['published', 'judged'], ['taskDeleted']],
  ['CloseRun', ['taskDeleted', 'published', 'judged'], ['closed']],
];

/**
 * Visits by the milestones of the record, where the events of the execution cannot be read. Steps without milestones are missing.
 * `follows`: the run is of a CDC job.
 */
export function visitsByPhases(phases: Phases, follows: boolean): readonly Visit[] {
  const found: Visit[] = [{ step: 'OpenRun', from: phases.opened, until: phases.waited ?? phases.opened }];
  const other = follows ? 'AwaitFullLoad' : 'AwaitReplication';
  let present: Visit | undefined;
  for (const [step, begins, ends] of steps) {
    if (step === other) continue;
    const until = first(phases, ends);
    const from = first(phases, begins) ?? found.at(-1)?.until ?? phases.opened;
    if (until !== undefined) {
      found.push({ step, from, until });
      present = undefined;
    } else if (begins.some((phase) => phases[phase] !== undefined)) present ??= { step, from };
  }
  return present === undefined || phases.closed !== undefined ? found : [...found, present];
}

function first(phases: Phases, names: readonly (keyof Phases)[]): string | undefined {
  for (const name of names) if (phases[name] !== undefined) return phases[name];
  return undefined;
}
