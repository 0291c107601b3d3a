import { filesLike, read } from './texts';

/**
 * Codes of tables that were never part of the repository, such as (C1), numbers of decisions without a link or path, and pages
 * outside the repository. S3 is left out: the service has that name.
 */
const unknownCode =
  /\((?!S3\b)(traps? )?[COSILP]\d{1,2}([,;:) ]|$)|: (?!S3\b)[COSILP]\d{1,2}\.|\b[Dd]esign \d|(?<!\[)\bADRs? \d|\.\.\/shared\/[\w-]+\.md\b|\/work\/(shared|main)\b/u;

const self = 'test/architecture/words/references.test.ts';
const texts = filesLike(/\.(ts|tsx|js|cjs|mjs|md|json|ya?ml|sh)$|^\.ci\//).filter(
  (file) => file !== 'package-lock.json' && file !== self,
);

describe('codes that a reader cannot look up', () => {
  it.each([
    'lost with the task (C1)',
    'says so (S10).',
    'see design 4',
    '(L3, L4)',
    'API: S4. Next',
    'a hold (ADR 9)',
  ])('are found: %s', (text) => {
    expect(text).toMatch(unknownCode);
  });

  it.each(['refused (S3, STS)', 'f(x)', 'reads from: S3. Then', '[ADR 9](x.md)', "from '../shared/drift'"])(
    'are not found where there is none: %s',
    (text) => {
      expect(text).not.toMatch(unknownCode);
    },
  );

  it('are nowhere', () => {
    const wrong = texts.flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, index) =>
          unknownCode.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
        ),
    );
    expect(wrong).toEqual([]);
  });
});
