import { createLakeObjects } from '../../../aws/lake/objects';
import { createPlans } from '../../../aws/plans';
import { present, type Run } from '../../command';
import { unknownName } from '../../configuration';
import { connect } from '../../connect';
import { backfillJob } from '../../copier/backfill';
import { exitCodes, wrongUse } from '../../exit-codes';
import { LiveLines } from '../../output/live-lines';
import { bytes, count, plural } from '../../output/quantities';
import { jobKeyOf } from '../../replication/cdc-job';
import { sinceMoment } from '../../since';

const barLength = 30;

export const backfill: Run = async (invocation) => {
  const { shell, options, args, own } = invocation;
  const key = jobKeyOf(args[0]);
  const since = typeof own['since'] === 'string' ? sinceMoment(own['since'], shell.now()) : undefined;
  const { platform, deployment } = await connect(invocation);
  const starter = await deployment.jobStarter(platform.environment, key);
  if (starter === undefined) throw unknownName('job', key, await deployment.jobKeys(platform.environment));
  const job = await createPlans().job(starter.plan, key);
  if (job.publishing.kind !== 'arrival')
    throw wrongUse(
      job.publishing.kind === 'none'
        ? `${key} publishes nothing to the lake: write publish: arrival into its department's file`
        : `${key} publishes by run: "lakeferry run ${key}" makes a new snapshot`,
    );
  const live = new LiveLines(shell);
  const result = await backfillJob(createLakeObjects(), {
    job,
    stagingBucket: platform.stagingBucketName,
    lakeBucket: platform.lakeBucketName,
    ...(since === undefined ? {} : { since }),
    onProgress: (done, of) => {
      if (options.json) return;
      const full = Math.round((done / of) * barLength);
      live.show([
        `${'█'.repeat(full)}${'░'.repeat(barLength - full)} ${count(done)} of ${plural(of, 'file')}`,
      ]);
    },
  }).finally(() => live.end({ keep: false }));
  present(invocation, result, ({ staged, copied, present: there, gone, foreign }) =>
    [
      `${plural(copied, 'file')} copied (${bytes(result.bytes)}), ${count(there)} of ${count(staged)} staged were there already`,
      ...(gone === 0 ? [] : [`${plural(gone, 'file')} went from staging meanwhile`]),
      ...foreign.map((one) => `not copied: ${one.key}: ${one.reason}`),
    ].join('\n'),
  );
  return exitCodes.done;
};
