import type { Finding, Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import { channelName, channelsOf, effectiveNotify, isMailAddress } from '../../schema/channels';
import type { Department } from '../../schema/department-schema';
import type { Environment } from '../../schema/environment-schema';
import { isChat } from '../stacks/department-channels';
import type { Channel, Notify } from '../../schema/notify-schema';

/** The department's parameter names its channels, and a standard parameter has 4 KB (API PutParameter). */
const mostChannels = 20;

/** Problems of channels that show only with the owner, other jobs or other environments. */
export function checkChannels({ departments, environments }: CheckedFiles): Problem[] {
  const files = environments.map(({ data }) => data);
  return [
    ...departments.flatMap(({ place, data }) =>
      place([
        ...mailWithoutAddress(data, files),
        ...withoutReceiver(data, files),
        ...sameNames(
          writtenIn(data),
          files.flatMap((one) => inherited(data, one)),
        ),
        ...tooMany(data, files),
      ]),
    ),
    ...environments.flatMap(({ place, data }) =>
      place([...sameNames(writtenBy(data.notify, [])), ...sharedChats(data, files, departments)]),
    ),
  ];
}

interface Written {
  readonly channel: Channel;
  readonly path: readonly PropertyKey[];
}

function writtenBy(notify: Notify | undefined, path: readonly PropertyKey[]): Written[] {
  return (notify?.channels ?? []).map((channel, index) => ({
    channel,
    path: [...path, 'notify', 'channels', index],
  }));
}

function writtenIn({ notify, jobs, loads = [] }: Department): Written[] {
  return [
    ...writtenBy(notify, []),
    ...jobs.flatMap((job, index) => writtenBy(job.notify, ['jobs', index])),
    ...loads.flatMap((load, index) => writtenBy(load.notify, ['loads', index])),
  ];
}

/** `email` where the owner has no address. */
function mailWithoutAddress(department: Department, environments: readonly Environment[]): Finding[] {
  const { owner, notify } = department;
  if (isMailAddress(owner)) return [];
  const hint = 'write the mail address of a team as owner, or other channels';
  const here = writtenIn(department)
    .filter(({ channel }) => channel === 'email')
    .map(({ path }) => ({
      path,
      value: 'email',
      message: `"email" sends to the owner, and "${owner}" is not a mail address`,
      hint,
    }));
  if (here.length > 0 || notify?.channels !== undefined) return here;
  return environments
    .filter((environment) => environment.notify?.channels?.includes('email'))
    .map(({ environment }) => ({
      path: ['owner'],
      value: owner,
      message: `"${owner}" is not a mail address, and the environment "${environment}" sends email to owners`,
      hint: 'write the mail address of a team, or notify: {channels: [...]} for this department',
    }));
}

/** By default, messages go to the department's topic, to which nobody is subscribed. */
function withoutReceiver(department: Department, environments: readonly Environment[]): Finding[] {
  const { owner, jobs, loads = [], notify } = department;
  const silent = environments.some((environment) =>
    [...jobs, ...loads].some((one) => {
      const written = [environment.notify, notify, one.notify];
      const { policy } = effectiveNotify(owner, ...written);
      return policy !== 'never' && written.every((place) => place?.channels === undefined);
    }),
  );
  if (!silent || isMailAddress(owner)) return [];
  return [
    {
      severity: 'warning',
      path: ['owner'],
      value: owner,
      message: `"${owner}" is not a mail address, so nobody is notified when a run fails`,
      hint: 'write the mail address of a team, or notify: {channels: [...]}',
    },
  ];
}

/** Channels of the environment that a job or load of the department has, because no nearer place has any. */
function inherited({ jobs, loads = [], notify }: Department, environment: Environment): readonly Channel[] {
  const isUsed =
    notify?.channels === undefined && [...jobs, ...loads].some((one) => one.notify?.channels === undefined);
  return isUsed ? (environment.notify?.channels ?? []) : [];
}

/** Two channels of one name, such as webhooks with different addresses. Messages would go to one of them only. */
function sameNames(written: readonly Written[], others: readonly Channel[] = []): Finding[] {
  const first = new Map<string, string>();
  return written.flatMap(({ channel, path }) => {
    const [name, text] = [channelName(channel), JSON.stringify(channel)];
    const isOther = (one: Channel): boolean => channelName(one) === name && JSON.stringify(one) !== text;
    const known = first.get(name) ?? text;
    first.set(name, known);
    if (known === text && !others.some(isOther)) return [];
    const [kind = ''] = Object.keys(channel);
    return [
      {
        path: [...path, kind],
        value: name,
        message: `"${name}" is the name of two different channels`,
        hint: kind === 'webhook' ? 'give one of them another name' : 'use one of them, or a webhook',
      },
    ];
  });
}

function tooMany(department: Department, environments: readonly Environment[]): Finding[] {
  const count = Math.max(
    0,
    ...environments.map(
      ({ notify }) =>
        new Set(
          [...writtenIn(department), ...writtenBy(notify, [])].map(({ channel }) => channelName(channel)),
        ).size,
    ),
  );
  if (count <= mostChannels) return [];
  return [
    {
      path: ['department'],
      value: count,
      message: `the jobs of this department name ${count} channels: a department has at most ${mostChannels}`,
      hint: 'share channels between jobs, or split the department',
    },
  ];
}

/** A chat channel has one configuration per account, and each environment would create it. */
function sharedChats(
  environment: Environment,
  environments: readonly Environment[],
  departments: CheckedFiles['departments'],
): Finding[] {
  const earlier = environments.slice(0, environments.indexOf(environment));
  return chatsOf(environment, departments).flatMap((name) =>
    earlier
      .filter((other) => !areApart(other, environment) && chatsOf(other, departments).includes(name))
      .map((other) => ({
        severity: other.account !== undefined && other.account === environment.account ? 'error' : 'warning',
        path: ['environment'],
        value: environment.environment,
        message: `"${environment.environment}" and "${other.environment}" both send to ${name}, and an account has one configuration per chat channel`,
        hint: 'write other channels for one of them, or different accounts',
      })),
  );
}

function areApart(one: Environment, other: Environment): boolean {
  return one.account !== undefined && other.account !== undefined && one.account !== other.account;
}

/** Names of the chat channels to which an environment sends. */
function chatsOf(environment: Environment, departments: CheckedFiles['departments']): string[] {
  const chats = departments.flatMap(({ data }) => channelsOf(environment, data).filter(isChat));
  return [...new Set(chats.map(channelName))];
}
