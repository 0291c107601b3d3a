import type { CustomResourceAnswer } from '../../../aws/cloudformation/custom-resource';
import type { BucketVersions, ObjectVersion } from '../../../aws/lake/versions';
import { newRun } from '../../../core/runs/record/new-run';
import { dayOf } from '../../../core/runs/record/history-keys';
import { verdictWithout } from '../../../core/runs/verdict/verdict';
import type { FindingCode, Outcome } from '../../../core/runs/record/verdict-shape';
import {
  prepareRemoval,
  type RemovalFunctionPorts,
} from '../../../functions/prepare-removal/prepare-removal';
import type { VersionMark } from '../../../core/runs/removal/removal-event';
import { ReapBench } from '../runs/reap-bench';
import { Reported } from '../runs/reporting';
import { scheduledInput } from '../runs/run-input';

/** Environment `dev` in memory, whose platform stack CloudFormation deletes. */
export class RemovalBench extends ReapBench {
  status = 'DELETE_IN_PROGRESS';
  stackId = 'arn:aws:cloudformation:eu-west-1:000000000000:stack/lakeferry-dev-platform/1';
  buckets: { StagingBucket?: string; InboxBucket: string } = {
    StagingBucket: 'staging',
    InboxBucket: 'inbox',
  };
  readonly older: ObjectVersion[] = [];
  readonly uploads: string[] = [];
  readonly answers: CustomResourceAnswer[] = [];
  /** Pages after which the time of an invocation ends. */
  pagesPerInvocation = Number.POSITIVE_INFINITY;
  versionsPerPage = 1000;
  invocations = 0;
  /** Called before each deletion of objects. */
  beforeDeletion: () => void = () => undefined;
  minutesPerInvocation = 0;
  readonly #next: object[] = [];

  /** Versions that are left in a bucket, newest first for each key. */
  left(bucket: string): readonly string[] {
    return this.#versionsOf(bucket).map(({ key, version }) =>
      version === 'null' ? key : `${key} ${version}`,
    );
  }

  olderVersion(bucket: string, key: string, version: string, isMarker = false): void {
    const lastModified = this.hoursAgo(100);
    this.older.push({ bucket, key, version, isNewest: false, isMarker, eTag: '', size: 1, lastModified });
  }

  /** A good load of a job, which was closed before its snapshot was published. */
  async unpublished(job: string, hoursAgo: number): Promise<void> {
    const at = this.hoursAgo(hoursAgo);
    const input = scheduledInput({ job: `sales/${job}` }, at.toISOString());
    const { run } = await this.history.openRun(newRun(input, `arn:execution:${job}`, 400, at));
    const verdict = verdictWithout('succeeded', 'state-failed', '');
    await this.history.recordVerdict(run, verdict, at.toISOString(), 'snapshot');
    await this.history.closeRun(run, { at: at.toISOString(), otherwise: verdict });
  }

  /** A load of a file in the inbox, as the history has it. `version`: absent for the newest. */
  async loaded(
    key: string,
    outcome: Outcome,
    version = this.lake.objects.get(`inbox/${key}`)?.eTag ?? '',
    code: FindingCode = 'state-failed',
  ): Promise<void> {
    const at = this.hoursAgo(2).toISOString();
    const run = await this.history.openRun({
      ...{
        run: `sales.prices.${key.split('/').at(-1)}-${version}`,
        jobKey: 'sales/prices',
        department: 'sales',
      },
      ...{ job: 'prices', day: dayOf(this.now), openedAt: at, execution: 'sqs:1', phases: { opened: at } },
      plan: { bucket: 'plans', key: 'sales.json' },
      trigger: { by: 'file', bucket: 'inbox', key, version },
      expiresAt: this.now.getTime(),
    });
    const verdict = verdictWithout(outcome, code, '');
    await this.history.recordVerdict(run.run, verdict, at);
    await this.history.closeRun(run.run, { at, otherwise: verdict });
  }

  /** Sends a request, and invokes the function until it invokes itself no more. */
  async request(
    RequestType: 'Create' | 'Update' | 'Delete' = 'Delete',
  ): Promise<CustomResourceAnswer | undefined> {
    let event: object | undefined = {
      ...{
        RequestType,
        ResponseURL: 'https://answer',
        StackId: this.stackId,
        RequestId: '1',
        LogicalResourceId: 'Removal',
      },
      ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'removal' }),
      ResourceProperties: { ServiceToken: 'arn', ...this.buckets },
    };
    let now = this.now;
    while (event !== undefined) {
      this.invocations += 1;
      await prepareRemoval(this.functionPorts, event, now);
      now = new Date(now.getTime() + this.minutesPerInvocation * 60_000);
      event = this.#next.shift();
    }
    return this.answers.at(-1);
  }

  get functionPorts(): RemovalFunctionPorts {
    const { ports } = this;
    return {
      ...{ environment: 'dev', history: ports.history, plans: ports.plans, objects: this.lake.objectPort },
      tasks: { all: ports.tasks.all, tagsOf: ports.dms.tagsOf },
      versions: this.versionsPort,
      lakeBucket: 'lake',
      stacks: { statusOf: async () => this.status },
      answer: async (_, answer) => void this.answers.push(answer),
      continueWith: async (event) => void this.#next.push(JSON.parse(JSON.stringify(event))),
      startClock: () => {
        let pages = 0;
        return () => {
          pages += 1;
          return pages > this.pagesPerInvocation;
        };
      },
      log: new Reported().log,
    };
  }

  get versionsPort(): BucketVersions {
    return {
      page: async (bucket, after) => {
        const all = this.#versionsOf(bucket);
        // A position stays where it was when its version is deleted.
        const at = after === undefined ? 0 : all.filter((one) => byListing(one, after) <= 0).length;
        const versions = all.slice(at, at + this.versionsPerPage);
        const last = versions.at(-1);
        if (last === undefined || at + versions.length === all.length) return { versions };
        return { versions, next: { key: last.key, version: last.version } };
      },
      remove: async (bucket, versions) => {
        this.beforeDeletion();
        for (const { key, version } of versions) {
          const at = this.older.findIndex(
            (one) => one.bucket === bucket && one.key === key && one.version === version,
          );
          if (at >= 0) this.older.splice(at, 1);
          else if (version === 'null') this.lake.objects.delete(`${bucket}/${key}`);
        }
      },
      abortUploads: async (bucket) => {
        const at = this.uploads.indexOf(bucket);
        if (at >= 0) this.uploads.splice(at, 1);
        return this.uploads.includes(bucket);
      },
    };
  }

  /** The newest version of a key that was not overwritten is `null`. Of the others, the highest is the newest when it is gone. */
  #versionsOf(bucket: string): readonly ObjectVersion[] {
    const newest = this.lake.keys(bucket).flatMap((key): ObjectVersion[] => {
      const found = this.lake.objects.get(`${bucket}/${key}`);
      if (found === undefined) return [];
      const { eTag, lastModified, body } = found;
      return [
        {
          bucket,
          key,
          version: 'null',
          isNewest: true,
          isMarker: false,
          eTag,
          lastModified,
          size: body.length,
        },
      ];
    });
    const older = this.older.filter((one) => one.bucket === bucket);
    const all = [...newest, ...older].sort(byListing);
    return all.map((one) => {
      const ofKey = all.filter(({ key }) => key === one.key);
      return { ...one, isNewest: one.version === 'null' || ofKey[0] === one };
    });
  }
}

/** As S3 lists versions: by key, the newest first. Newer versions have higher names here. */
function byListing(a: VersionMark, b: VersionMark): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return (b.version ?? '').localeCompare(a.version ?? '');
}
