import { failureLines, progressLine, replayCommand } from '../../../simulation/chaos/report';

test.each([
  { done: 0, all: 100, failed: 0, perMinute: 0 },
  { done: 57, all: 10_000, failed: 3, perMinute: 8.26 },
  { done: 10_000, all: 10_000, failed: 120, perMinute: 123.4 },
])('shows %j in 80 characters', (progress) => {
  expect(progressLine(progress)).toHaveLength(80);
  expect(progressLine(progress)).toContain(`${progress.done}/${progress.all} seeds`);
});

test('prints a failing seed with the violated invariant in words, the end of its log, and the replay', () => {
  const violation = { invariant: 'no-denial', sentence: 'IAM refuses no call.', detail: 'close-run: dms' };
  const lines = failureLines(
    { seed: 7, violations: Array.from({ length: 7 }, () => violation), runs: 3, lastLines: ['a', 'b'] },
    1,
  );
  expect(lines[0]).toBe('seed 7 failed: 7 violations');
  expect(lines).toContain('  no-denial: IAM refuses no call.');
  expect(lines).toContain('  and 2 more');
  expect(lines).toContain('    b');
  expect(lines.at(-1)).toBe(`  replay: ${replayCommand(7, 1)}`);
  expect(replayCommand(7, 2)).toBe(
    'npm run chaos -- --seeds 1 --start 7 --days 2 --log .lakeferry/seed-7.log',
  );
});
