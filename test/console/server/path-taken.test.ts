import { visitsByPhases, visitsOf } from '../../../console/server/run/path-taken';
import { parseDefinition, stepsOf } from '../../../console/server/run/state-machine';

const definition = parseDefinition(
  JSON.stringify({
    StartAt: 'Open',
    States: {
      Open: { Type: 'Task', Next: 'Pause', Catch: [{ Next: 'Close' }] },
      Pause: { Type: 'Wait', Next: 'IsItOpen' },
      IsItOpen: { Type: 'Choice', Choices: [{ Next: 'Load' }, { Next: 'Pause' }], Default: 'Close' },
      Load: { Type: 'Task', Next: 'Close' },
      Close: { Type: 'Succeed' },
    },
  }),
);
const at = (second: number): Date => new Date(Date.UTC(2026, 2, 1, 10, 0, second));
const event = (second: number, type: string, more: { state?: string; error?: string } = {}) => ({
  id: second,
  at: at(second),
  type,
  ...more,
});

test('ways go through decisions and pauses, also where these lead back', () => {
  expect(stepsOf(definition).ways).toEqual([
    { from: 'Open', to: 'Load', afterError: false },
    { from: 'Open', to: 'Close', afterError: false },
    { from: 'Load', to: 'Close', afterError: false },
  ]);
});

test('a step that was tried again and succeeded has not failed', () => {
  const visits = visitsOf(
    [
      event(0, 'ExecutionStarted'),
      event(0, 'TaskStateEntered', { state: 'Open' }),
      event(1, 'TaskFailed', { error: 'Busy' }),
      event(3, 'TaskSucceeded'),
      event(4, 'WaitStateEntered', { state: 'Pause' }),
      event(6, 'TaskStateEntered', { state: 'Load' }),
      event(7, 'TaskFailed', { error: 'Broken' }),
      event(8, 'SucceedStateEntered', { state: 'Close' }),
    ],
    definition,
  );
  expect(visits).toEqual([
    { step: 'Open', from: at(0).toISOString(), until: at(4).toISOString(), retriedAfter: 'Busy' },
    { step: 'Load', from: at(6).toISOString(), until: at(8).toISOString(), error: 'Broken' },
    { step: 'Close', from: at(8).toISOString() },
  ]);
});

test('the milestones of a CDC job lead to its replication', () => {
  const opened = at(0).toISOString();
  const startRequested = at(9).toISOString();
  const steps = visitsByPhases({ opened, startRequested }, true).map(({ step, until }) => [step, until]);
  expect(steps).toEqual([
    ['OpenRun', opened],
    ['StartTask', startRequested],
    ['AwaitReplication', undefined],
  ]);
});
