import { examples, type Registry, runs } from '../command';

export function addLocal(registry: Registry): void {
  const local = registry.program
    .command('local')
    .description('a cloud on this machine that runs the synthesized app')
    .addHelpText(
      'after',
      examples(
        ['lakeferry local up', 'in the foreground, until Ctrl-C'],
        ['lakeferry local up --detach', 'in the background'],
        ['lakeferry local up --data /var/tmp/lake', 'kept there; up again on it goes on'],
        ['lakeferry local down', ''],
        ['lakeferry local traffic --rate 50', 'changes in the demo database, until Ctrl-C'],
      ),
    );
  const up = local
    .command('up')
    .option('--detach', 'leave it running in the background')
    .option('--port <number>', 'port of the cloud (default: a free one)')
    .option('--data <folder>', 'keep databases, lake, history and tasks there (default: all goes at the end)')
    .description('start PostgreSQL with the demo database, and the local cloud with the app deployed');
  runs(up, registry, () => {
    const { localUp }: typeof import('./local/local') = require('./local/local');
    return localUp;
  });
  const down = local.command('down').description('stop the local cloud that was started in this folder');
  runs(down, registry, () => {
    const { localDown }: typeof import('./local/local') = require('./local/local');
    return localDown;
  });
  const traffic = local
    .command('traffic')
    .option('--rate <changes>', 'changed rows a second', '20')
    .option('--seconds <number>', 'end by itself after so many seconds (default: Ctrl-C ends it)')
    .option('--seed <number>', 'the same seed on the same database makes the same changes', '1')
    .description(
      'make a shop of the demo database: orders come in, are paid, sent, cancelled; customers change',
    );
  runs(traffic, registry, () => {
    const { localTraffic }: typeof import('./traffic/traffic') = require('./traffic/traffic');
    return localTraffic;
  });
}
