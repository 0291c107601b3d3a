import { examples, type Registry, type Run, runs } from '../command';

/** The commands of CDC jobs, whose one task lives on between runs. */
export function addReplication(registry: Registry): void {
  bringUp(registry, 'start', 'start a CDC job that never ran, or has no task any more', () => {
    const { start }: typeof import('./start/start') = require('./start/start');
    return start;
  });
  bringUp(registry, 'resume', 'go on where a CDC job stopped or failed', () => {
    const { resume }: typeof import('./start/start') = require('./start/start');
    return resume;
  });
  const stop = registry.program
    .command('stop')
    .argument('<department/job>', 'the CDC job')
    .option('--wait', 'wait until its task is down and its checkpoint stored')
    .option('--delete', 'delete the task too, once its checkpoint is stored (implies --wait)')
    .option('--force', 'with --delete: also without a stored checkpoint')
    .description('stop a CDC job, and keep it down until it is resumed')
    .addHelpText(
      'after',
      examples(
        ['lakeferry stop sales/orders-live --wait', ''],
        ['lakeferry stop sales/orders-live --delete', 'to make its task anew'],
      ),
    );
  runs(stop, registry, () => {
    const { stop }: typeof import('./stop/stop') = require('./stop/stop');
    return stop;
  });
  const reload = registry.program
    .command('reload')
    .argument('<department/job>', 'a running job of mode full-load-and-cdc')
    .argument('[tables...]', 'SCHEMA.TABLE as in the source; all when left out')
    .description('load tables of a running CDC job again, from the beginning')
    .addHelpText('after', examples(['lakeferry reload sales/orders-live sales.orders', '']));
  runs(reload, registry, () => {
    const { reload }: typeof import('./reload/reload') = require('./reload/reload');
    return reload;
  });
  const checkpoint = registry.program
    .command('checkpoint')
    .argument('<department/job>', 'the CDC job')
    .description('show (and store) the position that a CDC job can go on from')
    .addHelpText('after', examples(['lakeferry checkpoint sales/orders-live --json', '']));
  runs(checkpoint, registry, () => {
    const { checkpoint }: typeof import('./checkpoint/checkpoint') = require('./checkpoint/checkpoint');
    return checkpoint;
  });
}

function bringUp(registry: Registry, name: string, what: string, load: () => Run): void {
  const command = registry.program
    .command(name)
    .argument('<department/job>', 'the CDC job, such as sales/orders-live')
    .option('--wait', 'wait until it replicates; exit code 2 if it does not')
    .description(what)
    .addHelpText('after', examples([`lakeferry ${name} sales/orders-live --wait`, '']));
  runs(command, registry, load);
}
