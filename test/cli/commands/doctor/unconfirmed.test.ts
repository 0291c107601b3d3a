import { remarksAboutAddresses } from '../../../../cli/commands/doctor/unconfirmed';
import { memoryEnvironment } from '../../../helpers/runs/memory-environment';

const topic = {
  kind: 'topic',
  arn: 'arn:aws:sns:eu-west-1:000000000000:lakeferry-dev-notify-sales',
} as const;
const sales = { plan: { bucket: 'b', key: 'k' }, owner: 'o', channels: { email: topic } };
const subscriptions = { unconfirmed: async () => ['sales@example.com'] };

it('remarks on addresses that are not confirmed, and on departments that cannot be read', async () => {
  const remarks = await remarksAboutAddresses(memoryEnvironment([]), ['sales'], (_, log) => ({
    subscriptions,
    departments: {
      async deployed() {
        log.error('a department cannot be read', { parameter: '/lakeferry/dev/departments/hr' });
        return new Map([['sales', sales]]);
      },
    },
  }));
  expect(remarks).toEqual([
    'mail addresses were not checked: a department cannot be read: /lakeferry/dev/departments/hr',
    expect.stringContaining('sales@example.com gets no messages about sales'),
  ]);
});

it('a failure is a remark, because sources are checked without addresses as well', async () => {
  const deployed = () => Promise.reject(new Error('AccessDenied'));
  expect(
    await remarksAboutAddresses(memoryEnvironment([]), [], () => ({
      subscriptions,
      departments: { deployed },
    })),
  ).toEqual(['mail addresses were not checked: AccessDenied']);
});
