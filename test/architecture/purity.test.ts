import { rooms } from '../../cli/check/rooms';
import { sourceFiles } from './source-files';

/** Words that would let the machine into core: its environment, its clock, its chance, its output. */
const impure: readonly (readonly [string, RegExp])[] = [
  ['the environment', /\bprocess\b/],
  [
    'a clock',
    /\bDate\.now\b|\bnew Date\(\s*\)|\bDateTime\.(now|local)\(\s*\)|\bDateTime\.utc\(\s*\)|\bperformance\b/,
  ],
  ['chance', /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\brandomInt\b/],
  ['a timer', /\bsetTimeout\b|\bsetInterval\b|\bsetImmediate\b/],
  ['the console', /\bconsole\s*\.\s*[a-z]/],
  ['the network', /\bfetch\(/],
];

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

describe('purity', () => {
  it.each(impure)('core does not reach for %s', (_what, pattern) => {
    const wrong = sourceFiles('core').filter((file) => pattern.test(withoutComments(file.text)));
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it.each(impure)('the pattern for %s does find it', (_what, pattern) => {
    const samples =
      'process.env.X; Date.now(); new Date(); DateTime.now(); Math.random(); setTimeout(f); console.log(1); fetch(url)';
    expect(pattern.test(samples)).toBe(true);
  });

  it('core takes nothing from node:crypto but createHash', () => {
    const wrong = sourceFiles('core').filter((file) => {
      const named = /import\s*\{([^}]*)\}\s*from 'node:crypto'/.exec(file.text);
      return file.imports.includes('node:crypto') && named?.[1]?.trim() !== 'createHash';
    });
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it('functions write no line themselves: lines have run and job from the log', () => {
    const wrong = (['functions', 'aws', 'application'] as const)
      .flatMap((room) => sourceFiles(room))
      .filter((file) => /\bconsole\s*\.|process\.stdout/.test(withoutComments(file.text)));
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it('nothing outside local/, demo/, cli/ and bench/ knows that a local mode exists', () => {
    // The console listens on this machine, whatever cloud it shows.
    const signs = /\bisLocal\b|AWS_ENDPOINT_URL/;
    const wrong = rooms
      .filter((room) => !['local', 'demo', 'cli', 'bench'].includes(room))
      .flatMap((room) => sourceFiles(room))
      .filter(({ room, text }) => {
        const code = withoutComments(text);
        return signs.test(code) || (room !== 'console' && /localhost|127\.0\.0\.1/.test(code));
      });
    expect(wrong.map((file) => file.path)).toEqual([]);
  });
});
