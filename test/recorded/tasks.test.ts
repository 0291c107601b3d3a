import type { ReplicationTask, TableStatistics } from '@aws-sdk/client-database-migration-service';
import { tableOf, taskOf } from '../../aws/dms/shapes';
import type { ChangeMode } from '../../core/model/mode';
import type { Replication } from '../../core/runs/replication/replication';
import { replicationStep } from '../../core/runs/replication/replication-step';
import type { Goal } from '../../core/runs/task/goal';
import { isLoadComplete } from '../../core/runs/task/load-complete';
import { startStep } from '../../core/runs/task/start-step';
import type { StartMark } from '../../core/runs/task/task';
import { taskStep } from '../../core/runs/task/task-step';
import { judgeReplication } from '../../core/runs/verdict/judge-replication';
import { judge } from '../../core/runs/verdict/verdict';
import { entriesOf, withDates } from '../helpers/recorded/entries';

interface Payload {
  readonly task: ReplicationTask;
  readonly tables?: readonly TableStatistics[];
  /** Number of further completed tables. */
  readonly completedFiller?: number;
}

interface Expectation {
  readonly mode?: ChangeMode;
  readonly goal: Goal;
  readonly mark?: StartMark;
  readonly step?: string;
  readonly startStep?: string;
  readonly outcome?: string;
  readonly outcomeAllowing?: string;
  readonly notOutcome?: readonly string[];
  readonly codes?: readonly string[];
  readonly stopReason?: string;
  readonly supervise?: string;
  readonly checkpoint?: true;
  readonly loadComplete?: boolean;
  readonly rows?: number;
}

const now = new Date('2027-01-01T00:00:00.000Z');

const replication: Replication = {
  forJob: 'sales/orders',
  mode: 'cdc',
  desired: 'running',
  desiredBy: 'schedule',
  desiredAt: '2020-01-01T00:00:00.000Z',
  taskIdentifier: 'task-a',
  planHash: '0123456789abcdef',
  plan: { bucket: 'b', key: 'k' },
  endpoints: { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' },
  maxLatencySeconds: 60,
  resumeLimit: 5,
  run: 'run',
};

test.each(entriesOf<Payload, Expectation>('task'))('%s: %s', (_id, _meaning, { payload, expect: said }) => {
  const task = taskOf(withDates(payload.task));
  const fillers = Array.from({ length: payload.completedFiller ?? 0 }, (_, index) => ({
    SchemaName: 'public',
    TableName: `filler_${index}`,
    TableState: 'Table completed',
  }));
  const tables = [...withDates(payload.tables ?? []), ...fillers].map(tableOf);
  const judged = (allowTableErrors: boolean) => {
    const evidence = { task, start: said.mark, tables, expected: [], allowTableErrors };
    return said.mode === undefined
      ? judge(evidence)
      : judgeReplication({ ...evidence, mode: said.mode, notes: [] });
  };
  const verdict = judged(false);
  const pursuit = { goal: said.goal, start: said.mark, livesOn: said.mode, taskArn: task.arn };
  const start = startStep(task, said.mark);
  const found: Required<Expectation> = {
    ...said,
    mode: said.mode ?? 'cdc',
    mark: said.mark ?? { requestedAt: '' },
    step: taskStep(pursuit, task, now).do,
    startStep: start.do === 'start' ? start.type : start.do,
    outcome: verdict.outcome,
    outcomeAllowing: judged(true).outcome,
    notOutcome: (said.notOutcome ?? []).filter((outcome) => outcome !== verdict.outcome),
    codes: [...new Set(verdict.findings.map(({ code }) => code))],
    stopReason: verdict.evidence.stopReason ?? '',
    supervise: replicationStep({ ...replication, mode: said.mode ?? 'cdc' }, task, false, now).do,
    checkpoint: true,
    loadComplete: isLoadComplete(task.statistics),
    rows: verdict.evidence.rows,
  };
  expect(found).toMatchObject(said);
  if (said.checkpoint) expect(task.checkpoint).toMatch(/^checkpoint:V1#/);
});
