import { run } from '../../../cli/main';
import { scriptedShell } from '../../helpers/scripted-shell';

/** Work that lasts until Ctrl-C. */
const interrupted = (): Promise<never> => {
  setImmediate(() => process.emit('SIGINT'));
  return new Promise(() => undefined);
};
jest.mock('../../../cli/environment/connect', () => ({
  connect: async () => ({ platform: { stateMachineArn: 'arn' } }),
}));
jest.mock('../../../application/sources/source-checks', () => ({ openSourceChecks: () => ({}) }));
jest.mock('../../../application/replications/stop-replication', () => ({
  stopReplication: () => interrupted(),
}));
jest.mock('../../../application/sources/check-sources', () => ({ checkSources: () => interrupted() }));
jest.mock('../../../application/sources/discover-source', () => ({
  discoverTables: () => interrupted(),
  sourceNamed: () => ({}),
}));
jest.mock('../../../application/lake/backfill', () => ({ backfill: () => interrupted() }));
jest.mock('../../../application/lake/dead-letters', () => ({ redriveDeadLetters: () => interrupted() }));
jest.mock('../../../application/runs/start-run', () => ({
  startRun: async () => ({ run: 'run-1', job: 'sales/orders-daily', execution: 'x' }),
}));
jest.mock('../../../application/replications/start-replication', () => ({
  startReplication: async () => ({ run: 'run-2', job: 'sales/orders-live', execution: 'x' }),
}));
jest.mock('../../../application/runs/wait-for-run', () => ({ waitForRun: () => interrupted() }));
jest.mock('../../../application/loads/load-file', () => ({
  dropIntoInbox: async () => ({ bucket: 'b', key: 'k' }),
  waitForLoad: () => interrupted(),
}));

const live = 'sales/orders-live';
test.each([
  [['stop', live], 'the stop of sales/orders-live continues: "lakeferry status sales/orders-live" shows it'],
  [['stop', live, '--wait'], 'the stop of sales/orders-live continues: '],
  [['stop', live, '--delete'], '; "lakeferry stop sales/orders-live --delete" deletes its task'],
  [['stop', live, '--delete', '--force'], '; "lakeferry stop sales/orders-live --delete --force" deletes'],
  [['run', 'sales/orders-daily', '--wait'], 'run-1 continues: "lakeferry show run-1" shows it'],
  [['start', live, '--wait'], 'run-2 continues: '],
  [['resume', live, '--wait'], 'run-2 continues: '],
  [['load', 'sales/prices', 'package.json', '--wait'], 'the load continues: '],
  [['doctor'], 'checks that began end by themselves'],
  [['discover', 'sales-db'], 'the queries on the source end by themselves'],
  [['backfill', live], 'nothing continues: repeat the command'],
  [['arrivals', 'redrive'], 'the copies that were sent again continue'],
])('Ctrl-C in %j says what continues', async (args, text) => {
  const ended = new Promise<number | string | null | undefined>((resolve) => {
    jest.spyOn(process, 'exit').mockImplementation((code) => {
      resolve(code);
      return undefined as never;
    });
  });
  const shell = scriptedShell();
  void run(args, shell);
  expect(await ended).toBe(130);
  expect(shell.stderr).toContain(text);
  process.removeAllListeners('SIGINT');
});
