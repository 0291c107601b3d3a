import pc from 'picocolors';
import { stackEventLine } from '../../../cli/output/stack-event-line';
import type { Shell } from '../../../cli/shell';

const shell = { colour: true, interactive: false } as Shell;
const ink = pc.createColors(true);

test.each([
  ['CREATE_COMPLETE', ink.green],
  ['UPDATE_IN_PROGRESS', ink.dim],
  ['UPDATE_FAILED', ink.red],
  ['UPDATE_ROLLBACK_IN_PROGRESS', ink.red],
  ['UPDATE_ROLLBACK_COMPLETE', ink.red],
])('the status %s has the colour of its result', (status, paint) => {
  const event = { stack: 'lakeferry-dev-sales', resource: 'Role', type: 'AWS::IAM::Role', status };
  expect(stackEventLine(shell, event)).toBe(`  ${paint(status.padEnd(18))} Role (AWS::IAM::Role)`);
});
