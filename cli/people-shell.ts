import { randomInt } from 'node:crypto';
import { escapeControlCharacters } from './output/escape-control-characters';
import type { Shell } from './shell';

/** Sequences that end a style, which layout adds where it cuts text. They are harmless in any text. */
const ends: ReadonlySet<string> = new Set(['0', '22', '23', '24', '27', '28', '29', '39', '49']);

/** Colours and other styles, and all characters that a terminal does not show as they are. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the terminal must not get
  /\u001b\[(\d+)((?:;\d+)*)m|[^\P{Cc}\n\t]|[\u2028\u2029\p{Bidi_Control}]/gu;

/**
 * Shell of a command for people: what it prints has no control sequences but its own styles. Values, messages of servers and names
 * in files may hold sequences that a terminal executes. Own styles bear a mark that no text from outside can know.
 */
export function peopleShell(shell: Shell): Shell {
  const mark = `;${randomInt(1000, 10_000)};${randomInt(1000, 10_000)}`;
  const printable = (text: string): string =>
    text.replace(unprintable, (found, code?: string, rest?: string) => {
      const isOwn = code !== undefined && (rest === mark || (rest === '' && shell.colour && ends.has(code)));
      return isOwn ? `\u001b[${code}m` : escapeControlCharacters(found);
    });
  return {
    ...shell,
    styleMark: mark,
    printable,
    print: (text) => shell.print(printable(text)),
    remark: (text) => shell.remark(printable(text)),
    draw: (text) => shell.draw(text),
  };
}
