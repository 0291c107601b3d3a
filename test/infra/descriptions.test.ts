import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { planOfEveryResource } from '../helpers/infra/physical-names';
import { synthesize } from '../helpers/infra/stacks';

/** Type -> property with a description, and the most characters that the service accepts. */
const limits: Readonly<Record<string, readonly [property: string, most: number]>> = {
  'AWS::CloudWatch::Alarm': ['AlarmDescription', 1024],
  'AWS::DMS::ReplicationSubnetGroup': ['ReplicationSubnetGroupDescription', 255],
  'AWS::EC2::SecurityGroup': ['GroupDescription', 255],
  'AWS::EC2::SecurityGroupIngress': ['Description', 255],
  'AWS::Events::Rule': ['Description', 512],
  'AWS::IAM::Role': ['Description', 1000],
  'AWS::KMS::Key': ['Description', 8192],
  'AWS::Lambda::LayerVersion': ['Description', 256],
  'AWS::SNS::Topic': ['DisplayName', 100],
  'AWS::SSM::Parameter': ['Description', 1024],
  'AWS::Scheduler::Schedule': ['Description', 512],
};

const stacks = [...synthesize(planOfEveryResource()).values()];
const described = stacks.flatMap(({ resources }) =>
  Object.entries(resources).flatMap(([id, { Type, Properties }]) => {
    const [property, most] = limits[Type] ?? ['', 0];
    const text = Properties?.[property];
    return typeof text === 'string' ? [{ id, type: Type, text, most }] : [];
  }),
);

test('every description is short enough for its service, and ASCII', () => {
  const types = new Set(described.map(({ type }) => type));
  expect([...types].sort()).toEqual(Object.keys(limits));
  // Space to tilde.
  const rejected = described.filter(({ text, most }) => text.length > most || !/^[ -~]+$/.test(text));
  expect(rejected).toEqual([]);
});

test('a security group’s description has only the characters that EC2 accepts', () => {
  for (const { type, text } of described)
    if (type.startsWith('AWS::EC2::')) expect(text).toMatch(/^[\w .:/()#,@[\]+=&;{}!$*-]+$/);
});

test('a description is a sentence or a phrase: it does not begin with a question word', () => {
  expect(described.filter(({ text }) => /^(What|Whether|How|Which|Where)\b/.test(text))).toEqual([]);
});

test('the commands and pages that descriptions name exist', () => {
  const root = join(__dirname, '..', '..');
  const texts = described.map(({ text }) => text).join('\n');
  const commands = [...texts.matchAll(/"lakeferry (\w+)/g)].map(([, command]) => command);
  expect(commands.length).toBeGreaterThan(1);
  expect(readdirSync(join(root, 'cli', 'commands'))).toEqual(expect.arrayContaining(commands));
  const pages = [...texts.matchAll(/docs\/([\w-]+\.md)/g)].map(([, page]) => page);
  expect(pages.length).toBeGreaterThan(0);
  expect(readdirSync(join(root, 'docs'))).toEqual(expect.arrayContaining(pages));
});
