import { type CommandGroup, defineCommand } from '../../command/define-command';
import { flag } from '../../options/option';
import {
  listOption,
  portOption,
  rateOption,
  secondsOption,
  seedOption,
  textOption,
} from '../../options/options';
import { scenarioList } from '../../local-environment/scenario-summaries';

const up = defineCommand({
  name: 'up',
  showsProgress: true,
  description: 'start PostgreSQL with the demo database, and the local cloud with the app deployed',
  options: {
    detach: flag('detach', 'leave it running in the background'),
    port: portOption('port of the cloud'),
    data: textOption(
      '--data <folder>',
      'keep databases, lake, history and tasks there (default: all is deleted at the end)',
    ),
    scenario: listOption('--scenario <names>', 'play these faults, with commas between them'),
  },
  notes: `Scenarios, faults that play while the cloud is up:\n${scenarioList()}`,
  examples: [
    ['lakeferry local up --detach', ''],
    ['lakeferry local up --data /var/tmp/lake', ''],
    ['lakeferry local up --scenario failing-table,lost-events', ''],
  ],
  load: () => {
    const { localUp }: typeof import('./up') = require('./up');
    return localUp;
  },
});

const deploy = defineCommand({
  name: 'deploy',
  showsProgress: true,
  description: 'bring the edited files to the local cloud that is up: its data and tasks stay',
  examples: [['lakeferry local deploy', '']],
  load: () => {
    const { localDeploy }: typeof import('./deploy') = require('./deploy');
    return localDeploy;
  },
});

const down = defineCommand({
  name: 'down',
  description: 'stop the local cloud that was started in this folder',
  examples: [['lakeferry local down', '']],
  load: () => {
    const { localDown }: typeof import('./down') = require('./down');
    return localDown;
  },
});

const traffic = defineCommand({
  name: 'traffic',
  showsProgress: true,
  description:
    'generate live orders in the demo database: they arrive, are paid, sent, cancelled; customers change',
  options: { rate: rateOption, seconds: secondsOption, seed: seedOption },
  examples: [['lakeferry local traffic --rate 50', 'until Ctrl-C']],
  load: () => {
    const { localTraffic }: typeof import('./traffic') = require('./traffic');
    return localTraffic;
  },
});

export const local: CommandGroup = {
  name: 'local',
  description: 'run the synthesized app in a local cloud on this machine',
  examples: [
    ['lakeferry local up', 'in the foreground, until Ctrl-C'],
    ['lakeferry local up --detach', 'in the background'],
    ['lakeferry local up --data /var/tmp/lake', 'keep the data there; the next up continues with it'],
    ['lakeferry local deploy', 'after an edit of the files'],
    ['lakeferry local down', ''],
    ['lakeferry local traffic --rate 50', 'changes in the demo database, until Ctrl-C'],
  ],
  commands: [up, deploy, down, traffic],
};
