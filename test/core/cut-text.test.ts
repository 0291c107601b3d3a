import * as fc from 'fast-check';
import { taskOf } from '../../aws/dms/shapes';
import { RunError } from '../../core/runs/record/run-error';
import { readable } from '../../core/runs/record/failure';
import { executionFailure } from '../../core/runs/record/execution-failure';
import { LoadRefused } from '../../core/loads/load-refused';
import { judgeLoad } from '../../core/runs/verdict/load-verdict';
import { verdictOf, verdictOfFailure } from '../../core/runs/verdict/verdict';
import { cutText } from '../../core/cut-text';

test('a text is kept whole, or its middle is cut with a mark, and no character is halved', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.integer({ min: 60, max: 200 }),
      (text, longest) => {
        const cut = cutText(text, longest);
        expect(cut.length).toBeLessThanOrEqual(longest);
        if (text.length <= longest) expect(cut).toBe(text);
        else expect(cut).toMatch(/ \[\d+ or more characters cut\] /);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
      },
    ),
  );
});

test('the end of a message stays, where its reason or fix is', () => {
  expect(cutText(`${'x'.repeat(5000)} Stop Reason FATAL_ERROR`, 1000)).toMatch(/Stop Reason FATAL_ERROR$/);
});

describe.each([[300_000], [1_000_000]])('a text of %i characters from outside', (length) => {
  const long = `${'日'.repeat(length)} the end`;
  test.each([
    ['an error of a run', () => new RunError('DmsRefused', long).message],
    ['a cause that a Catch recorded', () => readable({ state: 'S', error: 'E', cause: long }).cause],
    [
      'a cause in JSON of Lambda',
      () => readable({ state: 'S', error: 'E', cause: JSON.stringify({ errorMessage: long }) }).cause,
    ],
    ['a cause of an execution', () => executionFailure('FAILED', { error: 'E', cause: long }).cause],
    ['a reason to stop an execution', () => executionFailure('ABORTED', { cause: long }).cause],
    ['a message of DMS', () => taskOf({ LastFailureMessage: long }).lastFailureMessage ?? ''],
    ['a stop reason of DMS', () => taskOf({ StopReason: long }).stopReason ?? ''],
    ['a refused file', () => new LoadRefused('file-unreadable', [long]).details.join()],
    [
      'a verdict on a failure',
      () => verdictOfFailure({ state: 'S', error: 'E', cause: long }).findings[0]?.detail ?? '',
    ],
  ])('is cut with a mark in %s', (_, enter) => {
    const text = enter();
    expect(text.length).toBeLessThan(4100);
    expect(text).toMatch(/characters cut/);
    expect(text).toMatch(/the end$/);
  });

  test('in hundreds of findings leaves a verdict that fits into an item', () => {
    const findings = Array.from({ length: 300 }, () => ({ code: 'table-error' as const, detail: long }));
    const verdicts = [
      verdictOf('failed', findings, { tables: [] }),
      judgeLoad({ kind: 'refused', code: 'rows-refused', details: findings.map(({ detail }) => detail) }),
    ];
    for (const verdict of verdicts) {
      expect(Buffer.byteLength(JSON.stringify(verdict))).toBeLessThan(300_000);
      expect(verdict.findingCount).toBe(300);
    }
  });
});
