import { summarize } from '../../../application/runs/run-summary';
import type { RunWithTables } from '../../../core/runs/record/run-record';
import type { LocalCloudAddress } from '../../environment/local-cloud-address';
import type { StepTime } from '../../local-environment/steps';
import { showRuns } from '../../output/run-list';
import { showRun } from '../../output/run-view';
import { roomOf } from '../../output/table';
import { inkOf, type Shell } from '../../shell';
import type { RepairedRun } from './break-and-repair';
import type { FollowedJob } from './follow-changes';
import { showFollowedJob } from './follow-view';
import type { LakeResult } from './lake-result';
import { showLake } from './lake-view';
import { showRepair } from './repair-view';
import { fileTree, type StagedFile } from './staged-files';

/** Result of the demo. */
export interface DemoReport {
  readonly succeeded: boolean;
  readonly milliseconds: number;
  readonly steps: readonly StepTime[];
  readonly runs: readonly RunWithTables[];
  /** Absent where no job follows the shop. */
  readonly live?: FollowedJob;
  readonly lake: LakeResult;
  /** Absent where no job of the plan shows it. */
  readonly repaired?: RepairedRun;
  /** Failed run that a person who stays may repair. */
  readonly leftFailed?: RunWithTables;
  readonly stagingBucket: string;
  readonly files: readonly StagedFile[];
  /** Present when everything stays up. */
  readonly address?: LocalCloudAddress;
}

/** Report for people: verdicts, reasons of failed runs, files. */
export function showReport(shell: Shell, report: DemoReport): string {
  const ink = inkOf(shell);
  const now = shell.now();
  const newestFirst = report.runs
    .map(({ run }) => summarize(run, now))
    .sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  const failed = report.runs.filter(({ run }) => run.verdict?.outcome !== 'succeeded');
  return [
    ink.bold('History'),
    showRuns(newestFirst, ink, roomOf(shell)),
    '',
    ...failed.flatMap((run) => [showRun(shell, run), '']),
    ...(report.live === undefined ? [] : [showFollowedJob(shell, report.live), '']),
    ink.bold('Staged files'),
    fileTree(report.stagingBucket, report.files, report.runs, ink),
    '',
    showLake(shell, report.lake),
    ...(report.repaired === undefined ? [] : ['', showRepair(shell, report.repaired)]),
  ].join('\n');
}
