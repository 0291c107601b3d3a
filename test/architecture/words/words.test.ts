import { bannedPhrases, exceptions } from './banned-phrases';
import { codeTexts } from './code-texts';
import { proseLines } from './prose';
import { documents, filesLike, productFiles, read, type Text } from './texts';

const prose = documents.filter((file) => file !== 'docs/writing.md').flatMap((file) => proseLines(file));
/** A string without white space is a name or a key. */
const strings = productFiles.flatMap((file) => codeTexts(file).strings).filter(({ text }) => /\s/.test(text));
/** Comments of the sample configuration, which people copy, and of the state machine, which the console shows. */
const otherTexts = filesLike(/^config\/.*\.ya?ml$|^statemachine\/.*\.json$/).flatMap((file) =>
  read(file)
    .split('\n')
    .map((text, index) => ({ file, line: index + 1, text }))
    .filter(({ text }) => /# |"Comment":/.test(text)),
);
const docComments = productFiles.flatMap((file) => codeTexts(file).docComments);

const isException = ({ file, text }: Text): boolean =>
  exceptions.some((one) => one.file === file && text.includes(one.text));

function findPhrases(texts: readonly Text[]): string[] {
  return texts
    .filter((text) => !isException(text))
    .flatMap(({ file, line, text }) =>
      bannedPhrases.flatMap(({ pattern, instead }) => {
        const found = pattern.exec(text);
        if (found === null) return [];
        const around = text.slice(Math.max(0, found.index - 30), found.index + found[0].length + 30);
        return [`${file}:${line}: "${around.replaceAll(/\s+/g, ' ').trim()}": write ${instead}`];
      }),
    );
}

describe('banned phrases', () => {
  const phrasesIn = (words: string): number => findPhrases([{ file: 'x.md', line: 1, text: words }]).length;

  it.each([
    'what mends it',
    '"nope" is no job',
    'the sweep',
    'one stack an environment',
    '300 rules a bus is the default',
    'DMS tells upper from lower case',
    'its flight is over',
  ])('are found: %s', (words) => {
    expect(phrasesIn(words)).toBe(1);
  });

  it.each([
    'there is no table',
    'it is no longer needed',
    'a run in flight',
    'one stack per environment',
    'a finding of a table',
    'the poll starts a run',
    'on a terminal a line shows it',
    'before PostgreSQL 18 a line ends the data',
    'the alarm lakeferry-dev-sweep-rests',
  ])('are not found where there is none: %s', (words) => {
    expect(phrasesIn(words)).toBe(0);
  });

  it('are not in the documentation', () => {
    expect(prose.length).toBeGreaterThan(1000);
    expect(findPhrases(prose)).toEqual([]);
  });

  it('are not in strings', () => {
    expect(strings.length).toBeGreaterThan(1000);
    expect(findPhrases(strings)).toEqual([]);
  });

  it('are not in comments of the sample configuration and the state machine', () => {
    expect(otherTexts.length).toBeGreaterThan(10);
    expect(findPhrases(otherTexts)).toEqual([]);
  });

  it('are not in doc comments', () => {
    expect(docComments.length).toBeGreaterThan(500);
    expect(findPhrases(docComments)).toEqual([]);
  });

  it('have no exception that nothing needs, and each exception has a reason', () => {
    const all = [...prose, ...strings, ...otherTexts, ...docComments];
    const unused = exceptions.filter(
      ({ file, text }) => !all.some((one) => one.file === file && one.text.includes(text)),
    );
    expect(unused).toEqual([]);
    for (const { reason } of exceptions) expect(reason.length).toBeGreaterThan(10);
  });
});

describe('doc comments', () => {
  it('start with a noun or a verb, never with What, Whether, How or Which', () => {
    const wrong = docComments.filter(({ text }) => /^(What|Whether|How|Which)\b/.test(text));
    expect(wrong.map(({ file, line, text }) => `${file}:${line}: ${text.slice(0, 60)}`)).toEqual([]);
  });
});
