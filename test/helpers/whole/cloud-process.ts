import { setTimeout as pause } from 'node:timers/promises';
import { type LocalCloud, startLocalCloud } from '@lakeferry/local-cloud';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { jobIdentity } from '../../../core/planning/job-identity';
import { scheduleGroupName } from '../../../infra/names';

/** What one process of the whole local cloud is told, as JSON in its first argument. */
export interface CloudProcess {
  readonly assembly: string;
  readonly dataFolder: string;
  /** ISO 8601: where its driven clock begins. */
  readonly startsAt: string;
  /** By name; put in the first life only, as secrets last. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Of each table that is loaded, in driven time; absent: as fast as it goes. */
  readonly rowsPerSecond?: number;
  /** Time stands still for good when all is loaded: no change is in a file yet. */
  readonly standsWhenLoaded?: boolean;
}

/**
 * A process of its own that runs the local cloud with a template deployed, until it is killed. Time is driven on, two seconds a step. It says
 * `up <url>` once, then `clock <time>` after each step and `task <status>` when that of the only DMS task changes, `task loaded` for one that runs and has loaded all. On its
 * standard input it takes `fire <department> <job>`, and `settle`, which it answers with `settled` when all that was committed
 * before is in files.
 */
async function main({ rowsPerSecond, standsWhenLoaded, ...told }: CloudProcess): Promise<void> {
  const { assembly, dataFolder, startsAt, secrets } = told;
  const clock = new DrivenClock(new Date(startsAt));
  const log = (line: string): void => say(`log ${line}`);
  const cloud = await startLocalCloud({ clock, dataFolder, durable: true, log });
  for (const [name, value] of Object.entries(secrets)) cloud.secrets.put(name, value);
  if (rowsPerSecond !== undefined) cloud.dms.script.slow({ rowsPerSecond });
  await cloud.deploy(assembly);
  say(`up ${cloud.url}`);
  const asked: string[] = [];
  process.stdin.on('data', (text: Buffer) => asked.push(...text.toString().split('\n').filter(Boolean)));
  for (let said: string | undefined; ; await pause(5)) {
    for (const line of asked.splice(0)) await obey(cloud, clock, line);
    await clock.advance(2_000);
    say(`clock ${clock.now().toISOString()}`);
    const status = await taskStatus(cloud);
    if (status !== said) say(`task ${status}`);
    said = status;
    if (status === 'loaded' && standsWhenLoaded === true) return;
  }
}

async function obey(cloud: LocalCloud, clock: DrivenClock, line: string): Promise<void> {
  const [order, department = '', job = ''] = line.split(' ');
  if (order === 'fire')
    await cloud.scheduler.fireNow(jobIdentity('local', department, job).slug, scheduleGroupName('local'));
  if (order === 'settle') {
    await cloud.dms.caughtUp();
    await clock.advance(10_000);
    say('settled');
  }
}

async function taskStatus(cloud: LocalCloud): Promise<string> {
  const answer = await cloud.dms.operations['DescribeReplicationTasks']?.(
    { WithoutSettings: true },
    { accessKeyId: 'x', principalArn: 'arn:aws:iam::000000000000:root' },
  );
  const text = JSON.stringify(answer);
  const status = /"Status":"([a-z]+)"/.exec(text)?.[1] ?? 'gone';
  return status === 'running' && text.includes('"FullLoadFinishDate"') ? 'loaded' : status;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const [, , told = '{}'] = process.argv;
main(JSON.parse(told)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
