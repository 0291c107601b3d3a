import stringWidth from 'string-width';
import type { Shell } from '../shell';

/** Lines of `text`, broken at spaces to fit `width`; a word that is longer stands alone. */
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

/** A line as it is, or on a terminal that is too narrow for it broken at spaces, the rest indented. */
export function fitting(shell: Shell, line: string): string {
  if (!shell.interactive || stringWidth(line) <= shell.width()) return line;
  return wrapped(line, shell.width() - 2).join('\n  ');
}

/** `text` after `label`, its further lines indented as far. A `width` that is infinite breaks nothing. */
export function hung(label: string, text: string, width: number): string[] {
  return wrapped(text, width - label.length).map(
    (line, index) => `${index === 0 ? label : ' '.repeat(label.length)}${line}`,
  );
}
