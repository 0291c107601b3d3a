import { Roles } from '../../../local/template/roles';

const arn = 'arn:aws:iam::000000000000:role/reader';
const managed = 'arn:aws:iam::000000000000:policy/shared';
const allowing = (Action: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

function put(roles: Roles, action: string, managedPolicyArns: readonly string[] = []): void {
  const inline = new Map([['Work', allowing(action)]]);
  roles.put({ arn, name: 'reader', trust: {}, inline, managedPolicyArns });
}

function allowed(roles: Roles): readonly string[] {
  const statements = roles.find(arn)?.statements() ?? [];
  return ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'].filter((action) =>
    statements.some((statement) => statement.action(action)),
  );
}

test('a role that changes keeps what other resources attached to it', () => {
  const roles = new Roles();
  put(roles, 's3:GetObject');
  roles.attach('Default', allowing('sqs:SendMessage'), ['reader']);
  expect(allowed(roles)).toEqual(['s3:GetObject', 'sqs:SendMessage']);
  put(roles, 's3:PutObject');
  expect(allowed(roles)).toEqual(['s3:PutObject', 'sqs:SendMessage']);
  roles.detach('Default', ['reader']);
  expect(allowed(roles)).toEqual(['s3:PutObject']);
});

test('two policies of one name on two roles are two policies; a role that is not there takes none', () => {
  const roles = new Roles();
  put(roles, 's3:GetObject');
  roles.put({ arn: `${arn}2`, name: 'reader2', trust: {}, inline: new Map(), managedPolicyArns: [] });
  for (const name of ['reader', 'reader2']) roles.attach('Same', allowing('sqs:SendMessage'), [name]);
  roles.detach('Same', ['reader2', 'gone']);
  expect(allowed(roles)).toEqual(['s3:GetObject', 'sqs:SendMessage']);
  expect(() => roles.attach('Same', allowing('sqs:SendMessage'), ['gone'])).toThrow(
    'the role gone of the policy Same does not exist',
  );
});

test('an attached policy is no inline one of the same name', () => {
  const roles = new Roles();
  put(roles, 's3:GetObject');
  roles.attach('Work', allowing('sqs:SendMessage'), ['reader']);
  roles.detach('Work', ['reader']);
  expect(allowed(roles)).toEqual(['s3:GetObject']);
});

test('a managed policy holds for the roles that name it, as long as they do', () => {
  const roles = new Roles();
  roles.putManaged(managed, allowing('sqs:SendMessage'), []);
  put(roles, 's3:GetObject', [managed]);
  expect(allowed(roles)).toEqual(['s3:GetObject', 'sqs:SendMessage']);
  roles.putManaged(managed, allowing('s3:PutObject'), []);
  expect(allowed(roles)).toEqual(['s3:GetObject', 's3:PutObject']);
  put(roles, 's3:GetObject');
  expect(allowed(roles)).toEqual(['s3:GetObject']);
});
