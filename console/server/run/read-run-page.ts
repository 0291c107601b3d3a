import { readRun } from '../../../application/runs/read-run';
import { type RunSummary, summarize } from '../../../application/runs/run-summary';
import type { CheckReport } from '../../../core/checks/report/check-report';
import type { RunRecord } from '../../../core/runs/record/run-record';
import type { Finding, Verdict } from '../../../core/runs/record/verdict-shape';
import { explain } from '../../../core/runs/verdict/explain';
import type { ConsolePorts } from '../ports';
import { Paces } from './paces';
import { type RefusedRunActions, refusedRunActions } from './refused-run-actions';
import { rowsOfLastSuccess } from './rows-of-last-success';
import { type TableProgress, tableProgress, tableStates } from './table-progress';

export interface ExplainedFinding extends Finding {
  readonly cause: string;
  readonly fix: string;
  /** Key of the department file that the fix changes. */
  readonly config?: string;
}

/** Everything about one run, without its logs and its path. */
export interface RunPage {
  readonly at: string;
  readonly kind: 'job' | 'load';
  readonly summary: RunSummary;
  readonly record: Pick<
    RunRecord,
    | 'mode'
    | 'execution'
    | 'task'
    | 'phases'
    | 'progress'
    | 'publishing'
    | 'cancelled'
    | 'skippedFor'
    | 'leftBehind'
    | 'unlisted'
    | 'carriesFrom'
    | 'loadsAllBecause'
  >;
  readonly evidence?: Verdict['evidence'];
  readonly findings: readonly ExplainedFinding[];
  /** Findings that the record does not keep. */
  readonly moreFindings: number;
  readonly check?: CheckReport;
  readonly sourceCheck?: string;
  /** Those that need attention first, then by name. */
  readonly tables: readonly TableProgress[];
  /** All attempts, oldest first; at least this run. */
  readonly attempts: readonly RunSummary[];
  readonly refused: RefusedRunActions;
}

export async function readRunPage(
  { environment, now, textOf }: ConsolePorts,
  run: string,
  paces = new Paces(),
): Promise<RunPage> {
  const at = now();
  const details = await readRun(environment, run, at);
  const { run: record, tables, check, attempts = [record] } = details;
  const { verdict } = record;
  const isOpen = record.phases.closed === undefined;
  const ofRun = {
    isOpen,
    report: check,
    rowsBefore: isOpen ? await rowsOfLastSuccess(environment, record.jobKey, at) : new Map<string, number>(),
    paces: isOpen ? paces.of(record, tables) : new Map<string, number>(),
  };
  return {
    at: at.toISOString(),
    kind: record.endpoints === undefined ? 'load' : 'job',
    summary: summarize(record, at),
    record: pick(record),
    ...(verdict === undefined ? {} : { evidence: verdict.evidence }),
    findings: (verdict?.findings ?? []).map((finding) => {
      const { cause, fix, config } = explain(finding, record);
      return { ...finding, cause, fix, ...(config === undefined ? {} : { config }) };
    }),
    moreFindings: Math.max(0, (verdict?.findingCount ?? 0) - (verdict?.findings.length ?? 0)),
    ...(check === undefined ? {} : { check }),
    ...(record.sourceCheck === undefined ? {} : { sourceCheck: record.sourceCheck }),
    tables: tables
      .map((table) => tableProgress(table, ofRun, at))
      .sort((a, b) => tableStates.indexOf(a.state) - tableStates.indexOf(b.state)),
    attempts: attempts.map((attempt) => summarize(attempt, at)),
    refused: refusedRunActions(details, textOf),
  };
}

function pick(record: RunRecord): RunPage['record'] {
  const { mode, execution, task, phases, progress, publishing, cancelled } = record;
  const { skippedFor, leftBehind, unlisted, carriesFrom, loadsAllBecause } = record;
  return {
    mode,
    execution,
    task,
    phases,
    progress,
    publishing,
    cancelled,
    skippedFor,
    leftBehind,
    unlisted,
    carriesFrom,
    loadsAllBecause,
  };
}
