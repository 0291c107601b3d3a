import { holdText, lastingHold } from '../../../../core/runs/admission/hold';

const now = new Date('2026-03-01T10:00:00.000Z');
const hold = (name: string, until: string) => ({ name, until, reason: `deployment of ${name}` });

test('of several holds, the one that ends last is meant, and one that has ended is not', () => {
  const [ended, short, long] = [
    hold('a', '2026-03-01T10:00:00.000Z'),
    hold('b', '2026-03-01T10:05:00.000Z'),
    hold('c', '2026-03-01T10:15:00.000Z'),
  ];
  expect(lastingHold([], now)).toBeUndefined();
  expect(lastingHold([ended], now)).toBeUndefined();
  expect(lastingHold([short, long, ended], now)).toBe(long);
  expect(lastingHold([long, short], now)).toBe(long);
});

test('people read what holds their run, and until when', () => {
  expect(holdText(hold('the platform', '2026-03-01T10:15:00.000Z'))).toBe(
    'waiting: deployment of the platform, until 10:15 UTC',
  );
});
