import { type Hold, holdOfTask, holdText, lastingHold, stops } from '../../../../core/runs/admission/hold';

const now = new Date('2026-03-01T10:00:00.000Z');
const hold = (name: string, until: string): Hold => ({ name, until, reason: `deployment of ${name}` });

test('of several holds, the one that ends last is meant, and one that has ended is not', () => {
  const [ended, short, long] = [
    hold('a', '2026-03-01T10:00:00.000Z'),
    hold('b', '2026-03-01T10:05:00.000Z'),
    hold('c', '2026-03-01T10:15:00.000Z'),
  ];
  expect(lastingHold([], [], now)).toBeUndefined();
  expect(lastingHold([ended], [], now)).toBeUndefined();
  expect(lastingHold([short, long, ended], [], now)).toBe(long);
  expect(lastingHold([long, short], [], now)).toBe(long);
});

test('people read what holds their run, and until when', () => {
  expect(holdText(hold('the platform', '2026-03-01T10:15:00.000Z'))).toBe(
    'waiting: deployment of the platform, until 10:15 UTC',
  );
});

describe('the hold of a deployment', () => {
  const request = {
    ...{ stackId: 's', requestId: 'r', logicalId: 'Hold', physicalId: 'hold', responseUrl: 'https://answer' },
    ...{ endpoints: ['orders'], instances: [], after: 'b', at: now.toISOString() },
    answerBy: '2026-03-01T10:50:00.000Z',
  };
  const found = { ...hold('sales', '2026-03-01T12:00:00.000Z'), request, resources: ['arn:orders'] };
  const refused = {
    ...found,
    request: { ...request, answer: { status: 'FAILED' as const, at: now.toISOString() } },
  };
  const { resources: _, ...unresolved } = found;

  test.each<[string, Hold, readonly string[], boolean, boolean]>([
    ['holds and stops who uses what changes', found, ['arn:orders'], true, true],
    ['leaves everybody else alone', found, ['arn:x'], false, false],
    ['holds everybody, and stops nobody, until its ARNs are found', unresolved, ['arn:x'], true, false],
    ['has no effect after the answer FAILED', refused, ['arn:orders'], false, false],
  ])('%s', (_name, one, arns, holds, isStopped) => {
    expect(lastingHold([one], arns, now) !== undefined).toBe(holds);
    const ofTask = holdOfTask([one], arns, now);
    expect([ofTask !== undefined, ofTask !== undefined && stops(ofTask)]).toEqual([holds, isStopped]);
  });

  test('holds a run that does not say what it uses', () => {
    expect(lastingHold([found], undefined, now)).toBe(found);
  });

  test('stops a task, although the ARNs of another one are not found', () => {
    expect(holdOfTask([unresolved, found], ['arn:orders'], now)).toBe(found);
  });

  test('that a person set concerns runs only', () => {
    const byHand = hold('maintenance', '2026-03-01T12:00:00.000Z');
    expect(holdOfTask([byHand], ['arn:orders'], now)).toBeUndefined();
  });
});
