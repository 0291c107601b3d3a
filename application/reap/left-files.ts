import type { PublishingPlan } from '../../core/planning/publishing-plan';
import { publishProgressPrefix, removalPrefix } from '../../core/lake/keys/snapshot-keys';
import { readManifest } from '../../core/lake/snapshots/manifest';
import { sourcesOf } from '../../core/lake/snapshots/retention';
import { isOld, type Leftover } from '../../core/runs/reap/leftover';
import { isRunError } from '../../core/runs/record/run-error';
import { stagedFilesEnd } from '../../core/runs/reap/staged-files';
import { listObjects } from '../lake/list-objects';
import { type OpenPublish, publishesInProgress } from '../lake/open-publishes';
import { createSnapshots } from '../lake/snapshots';
import { type Unused, unusedFolders } from '../lake/unused-folders';
import type { ReapPorts } from './reap-ports';

/** Job that publishes snapshots. Jobs that publish by arrival keep their staged files, which a backfill compares. */
export interface SnapshotJob {
  readonly job: string;
  readonly stagingFolder: string;
  readonly publishing: Extract<PublishingPlan, { kind: 'snapshot' }>;
}

type FilePorts = Pick<
  ReapPorts,
  'history' | 'plans' | 'objects' | 'documents' | 'stagingBucket' | 'lakeBucket'
>;

export interface LeftStagedFiles extends Leftover {
  readonly keys: readonly string[];
}

export interface LeftSnapshotFiles extends Leftover, Pick<Unused, 'folders' | 'sources'> {
  readonly open: readonly OpenPublish[];
}

/** Undefined for a job that publishes no snapshots, or whose plan is gone. */
export async function snapshotJobOf(
  ports: FilePorts,
  job: string,
  now: Date,
): Promise<SnapshotJob | undefined> {
  const newest = await ports.history.newestRun(job, now);
  if (newest?.endpoints === undefined) return undefined;
  const plan = await ports.plans.job(newest.plan, job).catch((error: unknown) => {
    if (isRunError(error, 'PlanNotFound') || isRunError(error, 'JobNotInPlan')) return undefined;
    throw error;
  });
  if (plan?.publishing.kind !== 'snapshot') return undefined;
  return { job, stagingFolder: plan.stagingFolder, publishing: plan.publishing };
}

/** Finds staged files of a job that no run needs any more. A job that has a run in flight has none. */
export async function findStagedFiles(
  ports: FilePorts,
  { job, stagingFolder }: SnapshotJob,
  now: Date,
): Promise<readonly LeftStagedFiles[]> {
  const end = await stagingEndOf(ports, job, now);
  if (end === undefined) return [];
  const folder = `${stagingFolder}/`;
  const objects = (await listObjects(ports.objects, ports.stagingBucket, folder)).filter(
    ({ lastModified }) => lastModified < end,
  );
  const [first] = objects;
  if (first === undefined || (await isBusy(ports, job))) return [];
  const oldest = objects.reduce(
    (least, { lastModified }) => Math.min(least, lastModified.getTime()),
    end.getTime(),
  );
  return [
    {
      ...{ kind: 'staged-files', id: folder, job, since: new Date(oldest).toISOString() },
      files: objects.length,
      bytes: objects.reduce((sum, { size }) => sum + size, 0),
      keys: objects.map(({ key }) => key),
    },
  ];
}

/** Returns true when a run of the job is in flight, or holds its lease. */
export async function isBusy({ history }: Pick<FilePorts, 'history'>, job: string): Promise<boolean> {
  if ((await history.lease(job)) !== undefined) return true;
  return (await history.inFlightRuns()).some(({ forJob }) => forJob === job);
}

async function stagingEndOf({ history }: FilePorts, job: string, now: Date): Promise<Date | undefined> {
  const newest = await history.newestRun(job, now);
  if (newest === undefined) return undefined;
  const state = await history.jobState(job);
  const troubleRun = state?.trouble?.run;
  const { firstAttempt } = newest;
  const [first, trouble] = await Promise.all(
    [firstAttempt, troubleRun].map(async (run) =>
      run === undefined ? undefined : ((await history.run(run)) ?? 'unknown'),
    ),
  );
  if (first === 'unknown') return undefined;
  return stagedFilesEnd({ newest, firstAttempt: first, trouble }, now);
}

/** Finds files in the lake of publishes that ended without a manifest, and of snapshots that are removed, which no manifest names. */
export async function findSnapshotFiles(
  ports: FilePorts,
  { job, publishing }: SnapshotJob,
  now: Date,
): Promise<readonly LeftSnapshotFiles[]> {
  const { objects, documents, lakeBucket } = ports;
  const progress = await listObjects(objects, lakeBucket, publishProgressPrefix(publishing));
  const removals = await listObjects(objects, lakeBucket, removalPrefix(publishing));
  if (progress.length + removals.length === 0) return [];
  const snapshots = createSnapshots({ documents, objects }, lakeBucket, publishing.prefix);
  const { open, ended } = await publishesInProgress(ports, progress, now);
  const held = new Set(open.flatMap(({ folders }) => folders));
  const candidates = [
    ...ended.map((one) => ({ ...one, sources: new Set([one.snapshot]) })),
    ...(await removedManifests(ports, removals)),
  ];
  const found: LeftSnapshotFiles[] = [];
  for (const { key, run, since, folders, sources } of candidates) {
    if (!isOld(since.toISOString(), now)) continue;
    const record = run === undefined ? undefined : await ports.history.run(run);
    if (record !== undefined && !isOld(record.phases.closed, now)) continue;
    // Its manifest may still be there: then another invocation removes it first.
    const unused = await unusedFolders(snapshots, { folders, sources });
    if (unused === undefined || unused.some((folder) => held.has(folder))) continue;
    const files = (
      await Promise.all(unused.map((folder) => listObjects(objects, lakeBucket, folder)))
    ).flat();
    if (files.length === 0) continue;
    found.push({
      ...{ kind: 'snapshot-files', id: key, job, run, since: since.toISOString() },
      files: files.length,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      ...{ folders, sources, open },
    });
  }
  return found;
}

async function removedManifests(
  { documents, lakeBucket }: FilePorts,
  removals: readonly { readonly key: string; readonly lastModified: Date }[],
) {
  const found = [];
  for (const { key, lastModified } of removals) {
    const text = (await documents.read(lakeBucket, key))?.text;
    if (text === undefined) continue;
    const manifest = readManifest(text, key);
    const folders = manifest.tables.map(({ folder }) => folder);
    found.push({ key, run: manifest.run, since: lastModified, folders, sources: sourcesOf(manifest) });
  }
  return found;
}
