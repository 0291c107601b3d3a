import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../core/config/load-config';
import { longestNames } from '../../core/config/checks/account/name-lengths';
import type { Plan } from '../../core/planning/plan';
import { planMigrations } from '../../core/planning/plan-migrations';
import { readConfigFolder } from '../../infra/read-config-folder';
import { nameProperties, planOfEveryResource } from '../helpers/infra/physical-names';
import { type SynthesizedStack, synthesize } from '../helpers/infra/stacks';
import { withPrefix } from '../helpers/whole/person';

const prefix = 'acme-data';

/** Every resource of the stacks. The sample has names of its own in the plan, as a plan of this prefix would have them. */
function everyResource(): Plan {
  const text = JSON.stringify(planOfEveryResource()).replaceAll('"lakeferry_dev', '"acme_data_lakeferry_dev');
  const plan: Plan = JSON.parse(text);
  return { ...plan, environment: { ...plan.environment, namePrefix: prefix } };
}

/** The repository's own configuration for `dev`, with the prefix in its file. */
function ownConfiguration(): Plan {
  const files = readConfigFolder(join(__dirname, '..', '..', 'config')).map((file) =>
    file.path.endsWith('environments/dev.yaml')
      ? { ...file, text: `${file.text}\nname-prefix: ${prefix}\n` }
      : file,
  );
  const loaded = loadConfig(files, new Date('2026-11-29T00:00:00Z'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return planMigrations(loaded.config, 'dev');
}

interface Named {
  readonly type: string;
  readonly name: string;
}

function namesIn(stack: SynthesizedStack): readonly Named[] {
  return Object.values(stack.resources).flatMap(({ Type: type, Properties }) => {
    const path = nameProperties[type]?.split('.') ?? [];
    const name = path.reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      path.length === 0 ? undefined : Properties,
    );
    // The names of inline policies are within their roles.
    return typeof name === 'string' && type !== 'AWS::IAM::Policy' ? [{ type, name }] : [];
  });
}

/** DMS finds these roles by name, one of each per account. */
const ofAccount = ['dms-vpc-role', 'dms-cloudwatch-logs-role'];
const everything = [...synthesize(everyResource()).values()];
const own = [...synthesize(ownConfiguration()).values()];

test('every stack and every name begins with the prefix, as far as AWS leaves it to us', () => {
  for (const stack of own) {
    expect(stack.name).toMatch(/^acme-data-lakeferry-dev-/);
    for (const { name } of namesIn(stack))
      if (!ofAccount.includes(name))
        expect(name).toMatch(
          /^(acme-data-lakeferry-dev|acme-data-dev-|acme_data_lakeferry_dev_|\/acme-data-lakeferry\/dev\/|\/aws\/vendedlogs\/states\/acme-data-lakeferry-dev-|dms-tasks-acme-data-lakeferry-dev)/,
        );
  }
});

// Secrets have the names that people gave them.
test('no template has a name, an ARN or a pattern without the prefix', () => {
  for (const stack of [...everything, ...own]) {
    const without = [
      ...JSON.stringify(stack.template.toJSON()).matchAll(
        /.{0,40}(?<!acme-data-|acme_data_)lakeferry[-_/]dev(?!\/(hr-db|sales-db|backoffice)\b).{0,20}/g,
      ),
    ];
    expect(without.map(([text]) => text)).toEqual([]);
  }
});

test('functions get the prefix; without one, their environment is as before', () => {
  const environments = (stacks: Iterable<SynthesizedStack>) =>
    [...stacks].flatMap(({ resources }) =>
      Object.values(resources)
        .filter(({ Type }) => Type === 'AWS::Lambda::Function')
        .map(({ Properties }) => Object(Properties?.['Environment']).Variables['LAKEFERRY_NAME_PREFIX']),
    );
  expect(new Set(environments(everything))).toEqual(new Set([prefix]));
  expect(new Set(environments(synthesize(planOfEveryResource()).values()))).toEqual(new Set([undefined]));
});

test('the tag that Lakeferry finds its tasks by stays the name of the environment', () => {
  for (const { template } of own) {
    const tags = JSON.stringify(template.toJSON()).matchAll(
      /\{"Key":"lakeferry:environment","Value":"([^"]+)"/g,
    );
    expect(new Set([...tags].map(([, value]) => value))).toEqual(new Set(['dev']));
  }
});

const kindOf: Readonly<Record<string, string>> = {
  'AWS::Chatbot::SlackChannelConfiguration': 'a chat configuration',
  'AWS::CloudWatch::Alarm': 'an alarm',
  'AWS::DMS::ReplicationInstance': 'a replication instance',
  'AWS::Lambda::Function': 'a Lambda function',
  'AWS::SQS::Queue': 'a queue',
  'AWS::Scheduler::ScheduleGroup': 'a schedule group',
  'AWS::StepFunctions::StateMachine': 'a state machine',
};

test('the longest name of each kind in the platform stack is the one that the checks of a prefix know', () => {
  const names = everything.filter(({ name }) => name.endsWith('-platform')).flatMap(namesIn);
  const start = 'acme-data-lakeferry-dev';
  for (const [type, kind] of Object.entries(kindOf)) {
    const lengths = names.filter((one) => one.type === type).map(({ name }) => name.length);
    const known = longestNames.find(({ what }) => what === kind);
    expect([kind, Math.max(...lengths)]).toEqual([kind, start.length + (known?.end.length ?? 0)]);
  }
  const longest = (type: string, of = /./) =>
    Math.max(...names.filter((one) => one.type === type && of.test(one.name)).map(({ name }) => name.length));
  const endOf = (kind: string) => longestNames.find(({ what }) => what === kind)?.end.length ?? 0;
  expect(longest('AWS::Scheduler::Schedule')).toBe(start.length + endOf('a schedule'));
  expect(longest('AWS::Events::Rule')).toBe(start.length + endOf('a rule'));
});

test('the policies of docs/policies name nothing without the prefix, once it is put in', () => {
  const folder = join(__dirname, '..', '..', 'docs', 'policies');
  for (const file of readdirSync(folder)) {
    const text = withPrefix(readFileSync(join(folder, file), 'utf8'), prefix);
    expect(text).toMatch(/acme-data-lakeferry-ENVIRONMENT/);
    expect(text.match(/.{0,40}(?<!acme-data-|acme_data_)lakeferry(?!:).{0,20}/g) ?? []).toEqual([]);
  }
});
