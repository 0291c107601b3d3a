import stringWidth from 'string-width';
import type { Shell } from '../shell';

/** Breaks `text` at spaces into lines of at most `width` columns. A longer word gets a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && stringWidth(longer) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    lines.push(line);
  }
  return lines;
}

/** The line as it is, or broken at spaces with the rest indented where a terminal is too narrow for it. */
export function fitting(shell: Shell, line: string): string {
  if (!shell.interactive || stringWidth(line) <= shell.width()) return line;
  return wrapped(line, shell.width() - 2).join('\n  ');
}

/** `text` after `label`, its further lines indented by the width of the label. An infinite `width` breaks nothing. */
export function hangingIndent(label: string, text: string, width: number): string[] {
  return wrapped(text, width - label.length).map(
    (line, index) => `${index === 0 ? label : ' '.repeat(label.length)}${line}`,
  );
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Breaks text that has no spaces to break at into lines of at most `width` columns, after punctuation where there is some. */
export function brokenAt(width: number, text: string): string {
  if (stringWidth(text) <= width) return text;
  const lines: string[] = [];
  let line = '';
  for (const { segment } of characters.segment(text)) {
    if (stringWidth(line + segment) > width) {
      const [kept] = /^.+[/.,:_ -]/u.exec(line) ?? [line];
      lines.push(kept);
      line = line.slice(kept.length);
    }
    line += segment;
  }
  return [...lines, line].join('\n');
}
