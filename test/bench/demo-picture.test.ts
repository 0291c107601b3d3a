import { Terminal } from '@xterm/headless';
import { excerpt } from '../../bench/demo-picture/excerpt';
import { readScreen } from '../../bench/demo-picture/screen';
import { toSvg } from '../../bench/demo-picture/svg';

async function screenOf(text: string) {
  const terminal = new Terminal({ cols: 20, rows: 3, convertEol: true, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  return readScreen(terminal);
}

const plain = { bold: false, dim: false };

describe('the picture of a terminal', () => {
  it('has the lines that scrolled away, and no empty ones at its end', async () => {
    expect(await screenOf('one\ntwo\n\nfour\nfive\n')).toEqual([
      [{ ...plain, column: 0, width: 3, text: 'one' }],
      [{ ...plain, column: 0, width: 3, text: 'two' }],
      [],
      [{ ...plain, column: 0, width: 4, text: 'four' }],
      [{ ...plain, column: 0, width: 4, text: 'five' }],
    ]);
  });

  it('has only the last state of a line that was redrawn', async () => {
    expect(await screenOf('12 %\r\u001b[2K99 %\n')).toEqual([
      [{ ...plain, column: 0, width: 4, text: '99 %' }],
    ]);
  });

  it('divides a line by style, and counts wide characters as two columns', async () => {
    expect(await screenOf('\u001b[32m✓\u001b[39m 日本  \u001b[1mdone\u001b[22m')).toEqual([
      [
        { ...plain, column: 0, width: 1, text: '✓', colour: 2 },
        { ...plain, column: 2, width: 4, text: '日本' },
        { column: 8, width: 4, text: 'done', bold: true, dim: false },
      ],
    ]);
  });

  it('is an SVG with escaped text in its place and colour', async () => {
    const svg = toSvg(await screenOf('\u001b[31ma < b\u001b[39m'), { columns: 20, title: 'x & y' });
    expect(svg).toContain('style="fill:#ff7b72">a\u00a0&lt;\u00a0b</text>');
    expect(svg).toContain('textLength="39"');
    expect(svg).toContain('>x &amp; y</text>');
  });

  it('can leave sections out, but not lose one that is wanted', async () => {
    const bold = (text: string) => `\u001b[1m${text}\u001b[22m`;
    const lines = await screenOf(`start\n\n${bold('One')}\n1\n\n${bold('Two')}\n2\n\n${bold('Three')}\n3`);
    const texts = (titles: string[]) => excerpt(lines, titles).map((line) => line[0]?.text ?? '');
    expect(texts(['One', 'Three'])).toEqual(['start', '', 'One', '1', '', 'Three', '3']);
    expect(() => texts(['Four'])).toThrow('no section "Four"');
  });
});
