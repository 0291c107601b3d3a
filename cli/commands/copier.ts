import { examples, type Registry, runs } from '../command';

/** What brings files from staging to the lake by arrival, and what was left behind. */
export function addCopier(registry: Registry): void {
  const copier = registry.program
    .command('copier')
    .description('look after the copies from staging to the lake')
    .addHelpText('after', examples(['lakeferry copier status', ''], ['lakeferry copier redrive', '']));
  const status = copier
    .command('status')
    .description('files that wait for their copy, and those that could not be copied, with the reasons')
    .addHelpText('after', examples(['lakeferry copier status --json', '']));
  runs(status, registry, () => {
    const { copierStatus }: typeof import('./copier/copier') = require('./copier/copier');
    return copierStatus;
  });
  const redrive = copier
    .command('redrive')
    .description('have everything in the dead-letter queue tried again')
    .addHelpText('after', examples(['lakeferry copier redrive', '']));
  runs(redrive, registry, () => {
    const { copierRedrive }: typeof import('./copier/copier') = require('./copier/copier');
    return copierRedrive;
  });
  const backfill = registry.program
    .command('backfill')
    .argument('<department/job>', 'a job that publishes by arrival')
    .option('--since <time>', 'only files staged since then: 12h, 7d or 2026-11-21T04:00:00Z')
    .description('copy to the lake what lies in staging and is missing there')
    .addHelpText('after', examples(['lakeferry backfill sales/orders-live --since 2d', '']));
  runs(backfill, registry, () => {
    const { backfill }: typeof import('./backfill/backfill') = require('./backfill/backfill');
    return backfill;
  });
}
