import { CloudFormationClient, type ListStacksCommandOutput } from '@aws-sdk/client-cloudformation';
import { platformStacksOf } from '../../../aws/cloudformation/platform-stacks';

type Stack = readonly [name: string, status: string];

/** A client that gives one page after the other, or fails. */
function clientWith(...pages: readonly (readonly Stack[] | Error)[]): CloudFormationClient {
  const client = new CloudFormationClient({});
  let next = 0;
  client.send = async (): Promise<ListStacksCommandOutput> => {
    const page = pages[next] ?? [];
    next += 1;
    if (page instanceof Error) throw page;
    const StackSummaries = page.map(([StackName, StackStatus]) => ({ StackName, StackStatus }));
    return {
      ...{ StackSummaries, $metadata: {} },
      ...(next < pages.length ? { NextToken: String(next) } : {}),
    } as ListStacksCommandOutput;
  };
  return client;
}

test('platform stacks of an environment are found on all pages, whatever their prefix', async () => {
  const client = clientWith(
    [
      ['lakeferry-dev-platform', 'DELETE_COMPLETE'],
      ['lakeferry-dev-sales', 'CREATE_COMPLETE'],
      ['acme-lakeferry-dev-platform', 'UPDATE_ROLLBACK_COMPLETE'],
    ],
    [
      ['other-lakeferry-prod-platform', 'CREATE_COMPLETE'],
      ['xlakeferry-dev-platform', 'CREATE_COMPLETE'],
      ['lakeferry-dev-platform', 'DELETE_FAILED'],
    ],
  );
  expect(await platformStacksOf('dev', client)).toEqual([
    'acme-lakeferry-dev-platform',
    'lakeferry-dev-platform',
  ]);
});

test('who may not list stacks finds none; another error is one', async () => {
  const failing = (name: string) => clientWith(Object.assign(new Error(name), { name }));
  expect(await platformStacksOf('dev', failing('AccessDenied'))).toEqual([]);
  await expect(platformStacksOf('dev', failing('Throttling'))).rejects.toThrow('Throttling');
});
