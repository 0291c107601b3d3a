import { longLines, sentences, wordsOf } from './prose';
import { documents } from './texts';

const longestLine = 100;
const mostWords = 25;

/** Decisions are kept as they were written. */
const pages = documents.filter((file) => /^[A-Z]+\.md$|^docs\/(?!adr\/\d)/.test(file));

/** Made from texts of the code, one line per text. */
const generated: ReadonlySet<string> = new Set(['docs/source-checks.md', 'docs/troubleshooting.md']);

describe('the reader of prose', () => {
  const texts = (markdown: string): string[] => sentences('x.md', markdown).map(({ text }) => text);

  it('joins lines, and divides paragraphs, list items, cells and sentences', () => {
    expect(texts('# Title\nOne line\nand more. `Two` is next.\n\n- item\n  goes on\n- other')).toEqual([
      '# Title',
      'One line and more.',
      '`code` is next.',
      '- item goes on',
      '- other',
    ]);
    expect(texts('| a b | c |\n| --- | --- |\n').filter((cell) => /\w/.test(cell))).toEqual(['a b', 'c']);
  });

  it('counts inline code and links as words, and leaves code blocks out', () => {
    const [first = '', ...others] = texts(
      'See [the page](docs/a.md) of `a b c`.\n\n```\nnot this one\n```\n',
    );
    expect(wordsOf(first)).toBe(5);
    expect(others).toEqual([]);
  });
});

describe('documents', () => {
  it(`have at most ${mostWords} words per sentence`, () => {
    const long = pages.flatMap((file) => sentences(file)).filter(({ text }) => wordsOf(text) > mostWords);
    expect(
      long.map(({ file, line, text }) => `${file}:${line}: ${wordsOf(text)} words: ${text.slice(0, 70)}`),
    ).toEqual([]);
  });

  it(`break lines of prose at ${longestLine} columns`, () => {
    const long = pages.filter((file) => !generated.has(file)).flatMap((file) => longLines(file, longestLine));
    expect(long.map(({ file, line }) => `${file}:${line}`)).toEqual([]);
  });
});
