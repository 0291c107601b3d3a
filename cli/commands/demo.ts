import { examples, type Registry, runs } from '../command';

export function addDemo(registry: Registry): void {
  const command = registry.program
    .command('demo')
    .option('--keep', 'leave it running afterwards, until Ctrl-C')
    .description(
      'run everything on this machine: a database, the CDK app, a local cloud, every schedule once',
    )
    .addHelpText(
      'after',
      examples(
        ['lakeferry demo', ''],
        ['lakeferry demo --keep', 'then try: lakeferry history'],
        ['lakeferry demo --json', 'one JSON document on stdout'],
      ),
    );
  runs(command, registry, () => {
    const { demo }: typeof import('./demo/demo') = require('./demo/demo');
    return demo;
  });
}
