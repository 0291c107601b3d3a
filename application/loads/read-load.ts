import type { LakeObjects } from '../../aws/lake/objects';
import type { Finding } from '../../core/runs/record/verdict-shape';
import { type RunRecord, stateOf } from '../../core/runs/record/run-record';
import { explain } from '../../core/runs/verdict/explain';
import { rejectFileOf } from '../../core/runs/verdict/load-verdict';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { type RunSummary, summarize } from '../runs/run-summary';
import { waitingFiles, type WaitingFiles } from './waiting-files';
import { inboxOf } from './inbox-of';

/** One file that was dropped, and the run that loaded or refused it. */
export interface LoadedFile {
  readonly summary: RunSummary;
  /** Name below the load's prefix. */
  readonly name: string;
  readonly size?: number;
  /** Reasons in the order of the file, such as the first bad lines, each with its fix. */
  readonly findings: readonly (Finding & { readonly cause: string; readonly fix: string })[];
  /** Findings that the record does not keep. */
  readonly moreFindings: number;
  /** True when a reject file has the rows that were not loaded. */
  readonly hasRejectFile: boolean;
}

export interface LoadPage {
  readonly load: string;
  /** `s3://` address of the folder into which files are dropped. */
  readonly inbox: string;
  /** Newest first. */
  readonly files: readonly LoadedFile[];
  /** Files without a run. Absent when the inbox cannot be listed. */
  readonly waiting?: WaitingFiles;
}

/** Runs that are read. */
const shownFiles = 50;

/** Reads the load history of a load. `objects` absent: the inbox is not listed. */
export async function readLoad(
  environment: DeployedEnvironment,
  load: string,
  now: Date,
  objects: Pick<LakeObjects, 'page'> | undefined,
): Promise<LoadPage> {
  const [inbox, runs] = await Promise.all([
    inboxOf(environment, load),
    environment.history.runsOfJob(load, { limit: shownFiles, now }),
  ]);
  const waiting =
    objects === undefined ? undefined : await waitingFiles(objects, inbox, runs, runs.length < shownFiles);
  return {
    load,
    inbox: `s3://${inbox.bucket}/${inbox.inbox}`,
    files: runs.map((run) => fileOf(run, inbox.inbox, now)),
    ...(waiting === undefined ? {} : { waiting }),
  };
}

function fileOf(run: RunRecord, prefix: string, now: Date): LoadedFile {
  const { trigger, verdict } = run;
  const key = trigger.by === 'file' ? trigger.key : run.run;
  const size = trigger.by === 'file' ? trigger.size : undefined;
  return {
    summary: summarize(run, now),
    name: key.startsWith(prefix) ? key.slice(prefix.length) : key,
    ...(size === undefined ? {} : { size }),
    findings: (verdict?.findings ?? []).map((finding) => {
      const { cause, fix } = explain(finding, run);
      return { ...finding, cause, fix };
    }),
    moreFindings: Math.max(0, (verdict?.findingCount ?? 0) - (verdict?.findings.length ?? 0)),
    hasRejectFile: stateOf(run) !== 'open' && rejectFileOf(verdict) !== undefined,
  };
}
