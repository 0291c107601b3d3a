import { didYouMean } from '../../../nearest-name';
import type { Finding, Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import type { Environment } from '../../schema/environment-schema';
import { handOffArns, type HandOffKind, handOffTarget } from '../../schema/hand-off-schema';
import type { Job } from '../../schema/job-schema';
import type { Notify } from '../../schema/notify-schema';

const sameAccount = 'write a resource of the same account and region';
const perEnvironment = 'write a name here, and its ARN under hand-off-targets of each environment';

/** Targets and topics that an environment cannot reach: unknown names, and ARNs of other accounts and regions. */
export function checkNotifyArns({ departments, environments }: CheckedFiles): Problem[] {
  const files = environments.map(({ data }) => data);
  return [
    ...departments.flatMap(({ place, data }) =>
      place([
        ...data.jobs.flatMap((job, index) =>
          [...checkHandOff(job, files), ...topics(job.notify, files)].map((finding) => ({
            ...finding,
            path: ['jobs', index, ...finding.path],
          })),
        ),
        ...(data.loads ?? []).flatMap((load, index) =>
          topics(load.notify, files).map((finding) => ({
            ...finding,
            path: ['loads', index, ...finding.path],
          })),
        ),
        ...topics(data.notify, files),
      ]),
    ),
    ...environments.flatMap(({ place, data }) =>
      place([
        ...topics(data.notify, [data], sameAccount),
        ...Object.entries(data['hand-off-targets'] ?? {}).flatMap(([name, arn]) =>
          arn === 'none' ? [] : elsewhere(['hand-off-targets', name], arn, [data], sameAccount),
        ),
      ]),
    ),
  ];
}

function checkHandOff(job: Job, environments: readonly Environment[]): Finding[] {
  return (job['hand-off'] ?? []).flatMap((handOff, index) => {
    const { kind, written } = handOffTarget(handOff);
    const path = ['hand-off', index, kind];
    return handOffArns[kind].test(written)
      ? elsewhere(path, written, environments, perEnvironment)
      : environments.flatMap((environment) => named(path, kind, written, environment));
  });
}

/** A name that an environment does not have, or whose ARN is of another kind. */
function named(
  path: readonly PropertyKey[],
  kind: HandOffKind,
  written: string,
  { environment, 'hand-off-targets': targets = {} }: Environment,
): Finding[] {
  const arn = targets[written];
  if (arn === undefined)
    return [
      {
        path,
        value: written,
        message: `"${written}" is not under hand-off-targets of the environment "${environment}"`,
        hint:
          didYouMean(written, Object.keys(targets)).hint ??
          `add "${written}: <arn>" there, or "${written}: none" to start nothing`,
      },
    ];
  if (arn === 'none' || handOffArns[kind].test(arn)) return [];
  return [
    {
      path,
      value: written,
      message: `"${written}" is not a ${kind} in the environment "${environment}": ${arn}`,
      hint: 'write the key of its kind: state-machine, function or queue',
    },
  ];
}

function topics(
  notify: Notify | undefined,
  environments: readonly Environment[],
  hint = 'write topics under notify of each environment’s file',
): Finding[] {
  return (notify?.channels ?? []).flatMap((channel, index) =>
    typeof channel === 'object' && 'topic' in channel
      ? elsewhere(['notify', 'channels', index, 'topic'], channel.topic, environments, hint).map(
          (finding) => ({
            ...finding,
            // The topic's policy can admit another account.
            severity: 'warning' as const,
          }),
        )
      : [],
  );
}

/** EventBridge and the functions work in the account and region of their environment. */
function elsewhere(
  path: readonly PropertyKey[],
  arn: string,
  environments: readonly Environment[],
  hint: string,
): Finding[] {
  const [, , , region, account] = arn.split(':');
  const wrong = environments.find(
    (one) => one.region !== region || (one.account !== undefined && one.account !== account),
  );
  if (wrong === undefined) return [];
  const where = wrong.region === region ? `account ${wrong.account}` : wrong.region;
  return [
    {
      path,
      value: arn,
      message: `"${arn}" is out of reach of the environment "${wrong.environment}", which is in ${where}`,
      hint,
    },
  ];
}
