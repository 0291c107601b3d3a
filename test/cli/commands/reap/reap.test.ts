import { type ReapBench as Bench, ReapBench } from '../../../helpers/runs/reap-bench';
import { reapWith } from '../../../../cli/commands/reap/reap';
import { showRemoved } from '../../../../cli/commands/reap/view';
import { checkDocument } from '../../../helpers/json-output';
import { lakeferry, scriptedShell } from '../../../helpers/scripted-shell';

async function bench(): Promise<Bench> {
  const made = new ReapBench();
  made.addJob('orders');
  await made.run('orders', { outcome: 'failed', hoursAgo: 60, isStuck: true });
  made.deadLetters = 1;
  return made;
}

function invocation(made: Bench, json = false, answer?: string) {
  const questions: string[] = [];
  const ask = async (question: string): Promise<string> => {
    questions.push(question);
    return answer ?? '';
  };
  const shell = {
    ...scriptedShell({ now: made.now, interactive: true }),
    ...(answer === undefined ? {} : { ask }),
  };
  const options = { config: 'config', environment: 'dev', environmentGiven: true, json };
  return { shell, options, questions };
}

test('--dry-run lists, in 80 columns, and removes nothing', async () => {
  const made = await bench();
  const given = invocation(made);
  expect(await reapWith(made.ports, { dryRun: true, yes: false }, given)).toBe(0);
  expect(given.shell.stdout).toMatch(/run in flight +sales\/orders +2026-03-08 00:00:00Z +sales\.orders\./);
  expect(given.shell.stdout).toContain('1 dead letter, which lakeferry arrivals redrive sends again');
  for (const line of given.shell.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(made.changes).toEqual([]);
});

test.each([
  ['yes', 1],
  ['y', 0],
  ['', 0],
])('it asks: the answer "%s" removes %d things', async (answer, count) => {
  const made = await bench();
  const given = invocation(made, false, answer);
  expect(await reapWith(made.ports, { dryRun: false, yes: false }, given)).toBe(0);
  expect(given.questions).toEqual(['remove it? Write yes: ']);
  expect(made.changes).toHaveLength(count);
  expect(given.shell.stdout.includes('removed: run in flight of sales/orders')).toBe(count === 1);
});

test('--yes --json removes, and prints one document', async () => {
  const made = await bench();
  const given = invocation(made, true);
  expect(await reapWith(made.ports, { dryRun: false, yes: true }, given)).toBe(0);
  checkDocument(given.shell.stdout);
  expect(JSON.parse(given.shell.stdout)).toMatchObject({
    leftovers: [{ kind: 'in-flight-run', outcome: 'removed' }],
    deadLetters: 1,
    problems: [],
  });
});

test('a removal that fails ends the command with a failure, and says why', async () => {
  const made = await bench();
  made.failFrom = 1;
  const given = invocation(made);
  expect(await reapWith(made.ports, { dryRun: false, yes: true }, given)).toBe(2);
  expect(given.shell.stdout).toMatch(/failed: run in flight of sales\/orders, .*: killed/);
});

test('nobody is asked where there is nothing to remove', async () => {
  const made = new ReapBench();
  const given = invocation(made, false, 'yes');
  expect(await reapWith(made.ports, { dryRun: false, yes: false }, given)).toBe(0);
  expect(given.questions).toEqual([]);
  expect(given.shell.stdout).toBe('ended runs left nothing behind\n');
});

test('each outcome has words', () => {
  const leftover = { kind: 'task', id: 'arn', job: 'a/b', since: '' } as const;
  expect(
    showRemoved([
      { leftover, outcome: 'stopping' },
      { leftover, outcome: 'gone' },
    ]),
  ).toBe(
    'stopping, call reap again in some minutes to delete it: DMS task of a/b, arn\nnot removed, because it is gone or needed again: DMS task of a/b, arn',
  );
});

test.each([
  [['reap'], 'list with --dry-run, or remove with --yes'],
  [['reap', '--json'], 'list with --dry-run, or remove with --yes'],
  [['reap', '--yes', '--dry-run'], 'use one of them'],
])('%j in a pipe is refused before anything is read', async (args, fix) => {
  const { exitCode, stderr } = await lakeferry(args);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(fix);
});
