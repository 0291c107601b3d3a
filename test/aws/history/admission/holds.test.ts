import type { History } from '../../../../aws/history/history';
import { type HoldingEvent, holdOf } from '../../../../core/runs/admission/hold-event';
import { startTestHistory, type TestHistory } from '../../../helpers/runs/history-table';

let started: TestHistory;
let history: History;
beforeAll(async () => {
  started = await startTestHistory();
  history = started.history;
});
afterAll(() => started.stop());

test('a hold is set, replaced and ended, and ending it twice does nothing', async () => {
  const hold = { name: 'platform', until: '2026-03-01T10:15:00.000Z', reason: 'deployment of the platform' };
  expect(await history.holds()).toEqual([]);
  await history.hold(hold);
  await history.hold({ ...hold, name: 'sales', reason: 'deployment of sales' });
  await history.hold({ ...hold, until: '2026-03-01T10:30:00.000Z' });
  expect(await history.holds()).toEqual([
    { ...hold, until: '2026-03-01T10:30:00.000Z' },
    { ...hold, name: 'sales', reason: 'deployment of sales' },
  ]);
  await history.endHold({ name: 'platform' });
  await history.endHold({ name: 'platform' });
  expect(await history.holds()).toEqual([{ ...hold, name: 'sales', reason: 'deployment of sales' }]);
});

describe('the hold of a deployment', () => {
  const event = (requestId: string): HoldingEvent => ({
    RequestType: 'Create',
    ...{ ResponseURL: 'https://answer', StackId: 'arn:x:stack/sales/1', RequestId: requestId },
    ...{
      LogicalResourceId: 'Hold',
      ResourceProperties: {
        Endpoints: { orders: 'a' },
        Instances: {},
        Jobs: {},
        Engines: {},
        EngineVersions: {},
      },
    },
  });
  const now = new Date('2026-03-01T10:00:00.000Z');
  const [first, second] = [holdOf(event('1'), undefined, now), holdOf(event('2'), undefined, now)];
  const stored = () => history.holdNamed('sales/Hold');

  test('is set once per request, and a request that is delivered again changes nothing', async () => {
    expect(await history.holdFor(first, undefined)).toBe(true);
    await history.recordHeld(first, ['arn:orders']);
    expect(await history.holdFor(first, undefined)).toBe(false);
    expect(await history.holdFor(first, await stored())).toBe(true);
    expect(await stored()).toEqual({ ...first, resources: ['arn:orders'] });
  });

  test('has one answer, whoever writes it first', async () => {
    const [yes, no] = (['SUCCESS', 'FAILED'] as const).map((status) => ({ status, at: now.toISOString() }));
    if (yes === undefined || no === undefined) throw new Error('there are two answers');
    expect(await history.recordHoldAnswer(first, yes)).toBe(true);
    expect(await history.recordHoldAnswer(first, no)).toBe(false);
    await history.recordHoldStep(first, 'sentAt', now.toISOString());
    expect((await stored())?.request).toEqual({ ...first.request, answer: yes, sentAt: now.toISOString() });
  });

  test('gives way to the next request, which the steps of the one before do not touch', async () => {
    expect(await history.holdFor(second, undefined)).toBe(false);
    expect(await history.holdFor(second, await stored())).toBe(true);
    await history.recordHeld(first, ['arn:orders']);
    await history.recordHoldStep(first, 'notifiedAt', now.toISOString());
    await history.endHold(first);
    expect(await stored()).toEqual(second);
    await history.endHold(second);
    expect(await stored()).toBeUndefined();
  });
});
