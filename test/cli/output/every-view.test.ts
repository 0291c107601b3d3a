import { showArrivals, showRedriven } from '../../../cli/commands/arrivals/view';
import { showBackfilled } from '../../../cli/commands/backfill/view';
import { showReports } from '../../../cli/commands/doctor/view';
import { showDiscovered } from '../../../cli/commands/discover/view';
import { showLines } from '../../../cli/commands/logs/view';
import { showJob } from '../../../cli/commands/plan/job-view';
import { formatted } from '../../../cli/commands/query/formats';
import { showReplication } from '../../../cli/commands/status/replication-view';
import { showReplications } from '../../../cli/commands/status/replication-list';
import { showStatus } from '../../../cli/commands/status/view';
import { showValidation } from '../../../cli/commands/validate/view';
import { endingText } from '../../../cli/errors/ending-shape';
import { documentText } from '../../../cli/json/document';
import { redrivenDocument } from '../../../cli/json/lake-documents';
import { showRuns } from '../../../cli/output/run-list';
import { showRun } from '../../../cli/output/run-view';
import { peopleShell } from '../../../cli/people-shell';
import { inkOf, type Shell } from '../../../cli/shell';
import { summarize } from '../../../application/runs/run-summary';
import type { JobStatus } from '../../../application/replications/read-replications';
import { newRun } from '../../../core/runs/record/new-run';
import type { RunWithTables } from '../../../core/runs/record/run-record';
import { samplePlan } from '../../helpers/runs/plan';
import { scheduledInput } from '../../helpers/runs/run-input';
import { scriptedShell } from '../../helpers/scripted-shell';

/** Title of the window, C1, bidi controls, a return, and lines that look like those of the command. */
const attack = 'x\u001b]0;t\u0007\u009b2J\u202e\u2066\u200f\u061c\r\u2028\nforged: succeeded';
const at = '2026-11-21T01:00:00.000Z';
const now = new Date(at);

const opened = newRun(scheduledInput({}, '2026-11-21T00:00:00Z'), 'arn:e', 30, now);
const run: RunWithTables = {
  run: {
    ...opened,
    trigger: { by: 'request', requestedBy: attack, requestedAt: at, requestId: '1' },
    verdict: {
      outcome: 'failed',
      findings: [{ code: 'table-error', table: `s.${attack}`, detail: attack }],
      findingCount: 1,
      evidence: { message: attack, tables: 1, tablesCompleted: 0, rows: 0 },
    },
    unlisted: [attack],
    leftBehind: { state: 'DeleteTask', error: 'E', cause: attack },
  },
  tables: [{ schema: 's', table: attack, state: attack, rows: 1, errorRows: 0 }],
};

const status: JobStatus = {
  job: 'sales/orders-live',
  desired: 'running',
  task: 'running',
  alerts: [],
  maxLatencySeconds: 300,
  replication: {
    forJob: 'sales/orders-live',
    mode: 'cdc',
    desired: 'running',
    desiredBy: attack,
    desiredAt: at,
    taskIdentifier: 'x',
    planHash: '0',
    plan: { bucket: 'b', key: 'k' },
    endpoints: { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' },
    maxLatencySeconds: 300,
    resumeLimit: 5,
    run: 'r',
  },
  series: { updatedAt: at, points: [] },
  events: [{ at, kind: 'task-stopped', detail: attack }],
  dailyArrivals: [],
  faulty: { count: 1, tables: [{ table: attack, fault: 'failed', state: attack, since: at, fix: attack }] },
};

const trouble = { paused: { at, by: attack, reason: attack } };

const reasons = [{ reason: attack, letters: 1 }];
const finding = {
  check: 'c',
  severity: 'error',
  schema: attack,
  table: attack,
  column: attack,
  found: attack,
} as const;
const views: Readonly<Record<string, (shell: Shell) => string>> = {
  show: (shell) => showRun(shell, run),
  history: (shell) => showRuns([{ ...summarize(run.run, now), run: attack }], inkOf(shell), 80),
  status: (shell) =>
    showStatus(shell, {
      environment: 'local',
      jobs: [{ job: attack, kind: 'job', state: { forJob: attack, ...trouble } }],
      replicating: [status],
      undelivered: { messages: 1, problem: attack },
    }),
  'status of a job': (shell) =>
    showReplication(shell, { ...status, state: { forJob: status.job, ...trouble } }),
  'status of CDC jobs': (shell) => showReplications(shell, [{ ...status, job: attack }]),
  doctor: (shell) =>
    showReports(
      shell,
      [
        {
          job: 'sales/orders-live',
          connection: 'c',
          engine: 'postgres',
          checkedAt: at,
          version: attack,
          milliseconds: 1,
          queries: 1,
          findings: [{ ...finding, why: 'w', source: 's', fix: { kind: 'sql', text: attack } }],
          passed: [],
          skipped: [{ check: 'c', because: attack }],
          tables: [],
        },
      ],
      true,
    ),
  discover: (shell) =>
    showDiscovered(shell, {
      connection: 'c',
      engine: 'postgres',
      version: attack,
      tables: [
        {
          schema: attack,
          table: attack,
          kind: 'table',
          columns: 1,
          primaryKey: [attack],
          uniqueKeys: 0,
          lobs: [{ column: attack }],
        },
      ],
      cdcProblems: [{ ...finding, why: 'w', source: 's' }],
    }),
  logs: (shell) =>
    showLines(shell, {
      lines: [{ id: '1', at, source: 'task', from: 'f', level: 'error', text: attack }],
      gaps: [],
      run: 'r',
      job: 'j',
      state: 'failed',
    }),
  'arrivals status': () => showArrivals({ waiting: 0, inWork: 0, deadLetters: 1, reasons }),
  'arrivals redrive': () => showRedriven({ sent: 1, reasons }),
  backfill: () =>
    showBackfilled({
      job: 'j',
      staged: 0,
      copied: 0,
      bytes: 0,
      present: 0,
      gone: 0,
      foreign: [{ key: attack, reason: attack }],
    }),
  plan: (shell) => {
    const [job] = samplePlan().departments.flatMap(({ jobs }) => jobs);
    return job === undefined ? '' : showJob(shell, { ...job, description: attack });
  },
  'query as a table': () => formatted({ columns: [attack], rows: [[attack]] }, 'table'),
  'query, expanded': () => formatted({ columns: [attack], rows: [[attack]] }, 'expanded'),
  'query as JSON': () => formatted({ columns: [attack], rows: [[attack]] }, 'json'),
  validate: () =>
    showValidation({
      valid: false,
      files: 1,
      departments: 1,
      jobs: 1,
      loads: 0,
      problems: [
        { severity: 'error', file: attack, line: 1, column: 1, path: '', message: attack, hint: attack },
      ],
    }),
  'a JSON document': () => documentText(redrivenDocument, { sent: 1, reasons }),
};

describe.each(Object.entries(views))('%s', (_, view) => {
  test.each([true, false])('shows text from outside without control characters (colour: %s)', (colour) => {
    const inner = scriptedShell({ colour, interactive: true, now, width: 400 });
    const shell = peopleShell(inner);
    shell.print(view(shell));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is left must be styles
    const rest = inner.stdout.replace(/\u001b\[\d+m/g, '');
    expect(rest).not.toMatch(/[^\P{Cc}\n]|[\p{Bidi_Control}\u2028]/u);
    expect(rest).toContain('\\u009b2J\\u202e\\u2066\\u200f\\u061c');
    expect(rest).not.toContain('\\\\u');
    expect(rest).not.toMatch(/^forged/m);
  });
});

test('an error shows text from outside without control characters', () => {
  const inner = scriptedShell({ colour: true, interactive: true });
  peopleShell(inner).remark(endingText({ message: attack, fix: attack }));
  expect(inner.stderr).not.toMatch(/[^\P{Cc}\n]|[\p{Bidi_Control}\u2028]/u);
  expect(inner.stderr).toContain('\\u009b2J\\u202e\\u2066\\u200f\\u061c');
});
