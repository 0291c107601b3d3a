import { examples, type Registry, runs } from '../command';

export function addDoctor(registry: Registry): void {
  const doctor = registry.program
    .command('doctor')
    .argument('[department/job]', 'a department or one of its jobs; all when left out')
    .option('--all', 'also what was found in order, and what could not be looked at')
    .description('look into the sources: what would keep a run from coming out right, and what mends it')
    .addHelpText(
      'after',
      `\nExits with 2 when something blocks a run.\n${examples(
        ['lakeferry doctor', 'every job'],
        ['lakeferry doctor sales/orders-daily --all', 'one job, with all that is in order'],
        ['lakeferry doctor sales --json', 'the reports, for programs'],
      )}`,
    );
  runs(doctor, registry, () => {
    const { doctorJobs }: typeof import('./doctor/doctor') = require('./doctor/doctor');
    return doctorJobs;
  });
}

export function addDiscover(registry: Registry): void {
  const discover = registry.program
    .command('discover')
    .argument('<connection>', 'a source of connections.yaml')
    .option('--schema <name>', 'only that schema, named exactly')
    .option('--as <file>', 'write a department file to start from, such as config/departments/crm.yaml')
    .description('list the tables of a source: rows, size, keys, long columns')
    .addHelpText(
      'after',
      examples(
        ['lakeferry discover hr-db', 'all of its tables'],
        ['lakeferry discover hr-db --schema HR --as config/departments/people.yaml', ''],
      ),
    );
  runs(discover, registry, () => {
    const { discoverTables }: typeof import('./discover/discover') = require('./discover/discover');
    return discoverTables;
  });
}
