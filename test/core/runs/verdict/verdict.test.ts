import fc from 'fast-check';
import type { TableRecord } from '../../../../core/runs/record/table-record';
import { findingCodes, keptFindings } from '../../../../core/runs/record/verdict-shape';
import type { Task } from '../../../../core/runs/task/task';
import { explain, explainFailure } from '../../../../core/runs/verdict/explain';
import { type Evidence, judge } from '../../../../core/runs/verdict/verdict';

const startedAt = '2026-03-01T09:00:05.000Z';
const start = { requestedAt: '2026-03-01T09:00:00.000Z' };
const finished = 'Stop Reason FULL_LOAD_ONLY_FINISHED';

function table(name: string, over: Partial<TableRecord> = {}): TableRecord {
  return { schema: 'sales', table: name, state: 'Table completed', rows: 5, errorRows: 0, ...over };
}

function taskWith(tables: readonly TableRecord[], over: Partial<Task> = {}): Task {
  const count = (state: string) => tables.filter((one) => one.state === state).length;
  return {
    arn: 'arn',
    identifier: 'task',
    status: 'stopped',
    stopReason: finished,
    startedAt,
    statistics: {
      percent: 100,
      tablesLoaded: count('Table completed'),
      tablesLoading: 0,
      tablesQueued: 0,
      tablesErrored: count('Table error'),
    },
    ...over,
  };
}

function evidence(over: Partial<Evidence> = {}, tables = [table('orders'), table('items')]): Evidence {
  return {
    task: taskWith(tables),
    start,
    tables,
    expected: ['orders', 'items'].map((name) => ({
      schema: 'sales',
      table: name,
      targetSchema: 'sales',
      targetTable: name,
    })),
    allowTableErrors: false,
    ...over,
  };
}

test('complete evidence of success is success', () => {
  expect(judge(evidence())).toMatchObject({
    outcome: 'succeeded',
    findings: [],
    evidence: { rows: 10, tables: 2 },
  });
});

test('a source that was not checked is reported, and does not count against success', () => {
  const notes = [{ code: 'source-not-checked', detail: 'the secret could not be read' }] as const;
  expect(judge(evidence({ notes }))).toMatchObject({ outcome: 'succeeded', findings: notes });
});

test('an empty table is a table', () => {
  const tables = [table('orders', { rows: 0 }), table('items')];
  expect(judge(evidence({}, tables)).outcome).toBe('succeeded');
});

describe('the status stopped alone proves nothing', () => {
  const two = [table('orders'), table('items')];
  test.each<[string, Evidence, string, string]>([
    [
      'a table in error',
      evidence({}, [table('orders'), table('items', { state: 'Table error' })]),
      'failed',
      'table-error',
    ],
    [
      'a table still loading at 74 %',
      evidence({}, [table('orders'), table('items', { state: 'Full load' })]),
      'failed',
      'table-unfinished',
    ],
    ['an expected table that DMS does not list', evidence({}, [table('orders')]), 'failed', 'table-missing'],
    ['no table at all', evidence({ expected: [] }, []), 'failed', 'no-tables'],
    [
      'counts that disagree with the list',
      evidence({ task: taskWith([table('orders')]) }),
      'failed',
      'counts-disagree',
    ],
    [
      'more tables in error than the list has',
      evidence({ task: taskWith([...two, table('lost', { state: 'Table error' })]) }),
      'failed',
      'counts-disagree',
    ],
    [
      'no counts',
      evidence({ task: { ...taskWith(two), statistics: undefined } }),
      'failed',
      'statistics-missing',
    ],
    [
      'a stop reason of CDC',
      evidence({ task: taskWith(two, { stopReason: 'Stop Reason STOPPED_AT_SERVER_TIME' }) }),
      'failed',
      'unexpected-stop-reason',
    ],
    [
      'no stop reason',
      evidence({ task: taskWith(two, { stopReason: undefined }) }),
      'failed',
      'unexpected-stop-reason',
    ],
    [
      'a person who stopped it',
      evidence({ task: taskWith(two, { stopReason: 'Stop Reason NORMAL' }) }),
      'stopped',
      'stopped-by-person',
    ],
    [
      'too little memory',
      evidence({ task: taskWith(two, { stopReason: 'Stop Reason STOPPED_DUE_TO_LOW_MEMORY' }) }),
      'resource',
      'low-memory',
    ],
    [
      'too little disk',
      evidence({ task: taskWith(two, { stopReason: 'Stop Reason STOPPED_DUE_TO_LOW_DISK' }) }),
      'resource',
      'low-disk',
    ],
    [
      'a status of next year',
      evidence({ task: taskWith(two, { status: 'hibernating' }) }),
      'failed',
      'unknown-status',
    ],
    [
      'a task that still runs',
      evidence({ task: taskWith(two, { status: 'running' }) }),
      'failed',
      'task-unfinished',
    ],
    [
      'the end of an earlier run',
      evidence({ start: { ...start, previousStartedAt: startedAt } }),
      'failed',
      'task-not-started',
    ],
    ['no task', evidence({ task: undefined }), 'failed', 'task-missing'],
    [
      'rows that were rejected',
      evidence({}, [table('orders'), table('items', { errorRows: 1 })]),
      'failed',
      'table-rows-rejected',
    ],
    [
      'a validation that found differences',
      evidence({}, [table('orders'), table('items', { validation: 'Mismatched records' })]),
      'failed',
      'table-validation',
    ],
    [
      'a validation state of next year',
      evidence({}, [table('orders'), table('items', { validation: 'Confused records' })]),
      'failed',
      'table-validation',
    ],
    [
      'a state that failed',
      evidence({ failure: { state: 'StartTask', error: 'DmsRefused', cause: 'no' } }),
      'failed',
      'state-failed',
    ],
  ])('%s', (_name, given, outcome, code) => {
    const verdict = judge(given);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.findings.map((finding) => finding.code)).toContain(code);
  });
});

test('the text of a failed task is kept, and the error "no tables found" has its own code', () => {
  const lastFailureMessage =
    'Last Error  No tables were found at task initialization. Stop Reason FATAL_ERROR';
  const verdict = judge(
    evidence({ task: taskWith([], { status: 'failed', lastFailureMessage }), tables: [] }),
  );
  expect(verdict).toMatchObject({ outcome: 'failed', evidence: { message: lastFailureMessage } });
  expect(verdict.findings[0]).toMatchObject({ code: 'no-tables-found', detail: lastFailureMessage });
});

describe('a job that allows table errors', () => {
  test('may succeed with one table in error, which is named', () => {
    const tables = [table('orders'), table('items', { state: 'Table error' })];
    expect(judge(evidence({ allowTableErrors: true }, tables))).toMatchObject({
      outcome: 'succeeded-with-table-errors',
      findings: [{ code: 'table-error', table: 'sales.items' }],
    });
  });

  test('fails when no table was loaded, and when one is unfinished', () => {
    const broken = [table('orders', { state: 'Table error' }), table('items', { state: 'Table error' })];
    expect(judge(evidence({ allowTableErrors: true }, broken)).outcome).toBe('failed');
    const half = [table('orders'), table('items', { state: 'Full load' })];
    expect(judge(evidence({ allowTableErrors: true }, half)).outcome).toBe('failed');
  });
});

test('unknown evidence is never success', () => {
  const states = fc.oneof(fc.constantFrom('Table completed', 'Full load', 'Table error'), fc.string());
  fc.assert(
    fc.property(fc.string(), fc.string(), states, fc.boolean(), (status, reason, state, allow) => {
      const tables = [table('orders'), table('items', { state })];
      const task = taskWith(tables, { status, stopReason: reason });
      const { outcome } = judge(evidence({ task, allowTableErrors: allow }, tables));
      const known = status === 'stopped' && reason.endsWith(finished) && state === 'Table completed';
      if (!known) expect(outcome).not.toBe('succeeded');
    }),
  );
});

test('ten thousand failed tables still fit into an item', () => {
  const tables = Array.from({ length: 10_000 }, (_, index) => table(`t${index}`, { state: 'Table error' }));
  const verdict = judge(evidence({ expected: [] }, tables));
  expect(verdict.findings).toHaveLength(keptFindings);
  expect(verdict.findingCount).toBe(10_000);
});

const named = { jobKey: 'sales/orders-daily', run: 'r1' };

test('every finding has a cause and a fix', () => {
  for (const code of findingCodes) {
    const { cause, fix } = explain({ code, detail: '' }, named);
    expect([code, cause.length > 10, fix.length > 10]).toEqual([code, true, true]);
    // A placeholder in a command is not a command.
    expect(fix).not.toMatch(/<\w+>/);
  }
  expect(explainFailure({ error: 'ConnectionTestFailed' })?.fix).toContain('secret');
  expect(explainFailure({ error: 'TypeError' })).toBeUndefined();
});

test('a run of a CDC job that did not publish has no previous snapshot', () => {
  const cause = (mode?: 'cdc') => explain({ code: 'not-published', detail: '' }, { ...named, mode }).cause;
  expect(cause()).toMatch(/readers still have the previous snapshot$/);
  expect(cause('cdc')).toMatch(/files arrive in the lake, but its catalogue may lack tables or columns$/);
});

test('a step that failed is explained by its error, where Lakeferry knows it', () => {
  const explained = (error: string) =>
    explain(
      judge(evidence({ task: undefined, failure: { state: 'CheckSource', error, cause: 'no' } }))
        .findings[0] ?? never(),
      named,
    );
  expect(explained('SourceNotReady').fix).toContain('check: warn');
  expect(explained('States.Timeout').config).toBe('max-duration');
  expect(explained('TypeError').cause).toBe('a step of the run failed');
});

test('a task that failed before DMS listed a table is one finding, not one for each table', () => {
  const failed = { status: 'failed', lastFailureMessage: 'Cannot connect to the source database' };
  const { outcome, findings } = judge({ ...evidence({ task: taskWith([], failed) }), tables: [] });
  expect([outcome, findings.map(({ code }) => code)]).toEqual(['failed', ['task-failed']]);
});

function never(): never {
  throw new Error('no finding');
}

test('a load whose tables share a place has failed, whatever the job tolerates, and names them', () => {
  const collisions = ['s1.a and s2.a are one table in the target, merged.a'];
  for (const allowTableErrors of [false, true]) {
    const verdict = judge(evidence({ collisions, allowTableErrors }));
    expect(verdict.outcome).toBe('failed');
    expect(verdict.findings).toEqual([{ code: 'tables-collide', detail: collisions[0] }]);
  }
});
