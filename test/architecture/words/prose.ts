import { read, type Text } from './texts';

/** Every line of prose of a Markdown text: no fenced code, no inline code, no link targets. */
export function proseLines(file: string, markdown = read(file)): readonly Text[] {
  let isCode = false;
  return markdown.split('\n').flatMap((line, index) => {
    if (/^\s*(```|~~~)/.test(line)) {
      isCode = !isCode;
      return [];
    }
    return isCode ? [] : [{ file, line: index + 1, text: proseOf(line) }];
  });
}

/** Lines of prose that are longer than `columns`. The target of a link does not count, and a table cannot be broken. */
export function longLines(file: string, columns: number): readonly Text[] {
  const lines = read(file).split('\n');
  return proseLines(file)
    .map((text) => ({ ...text, text: lines[text.line - 1] ?? '' }))
    .filter(({ text }) => !text.startsWith('|') && text.replaceAll(/\]\([^)]*\)/g, ']').length > columns)
    .filter(({ text }) => !/^\[[^\]]+\]: /.test(text));
}

/** Inline code counts as one word. A link counts with its text. */
const proseOf = (line: string): string =>
  line
    .replaceAll(/`[^`]*`/g, '`code`')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .replace(/^\[[^\]]+\]: .*$/, '')
    .replaceAll(/<?https?:\S+/g, 'url');

/** Sentences of a Markdown text. A heading, a list item and a cell of a table are texts of their own. */
export function sentences(file: string, markdown?: string): readonly Text[] {
  return blocks(proseLines(file, markdown)).flatMap(({ line, text }) =>
    text
      .split(/(?<=[.?!]["”)*_]*)\s+(?=["“(*_[`]*[A-Z0-9`])/)
      .map((sentence) => ({ file, line, text: sentence.trim() }))
      .filter((sentence) => sentence.text !== ''),
  );
}

function blocks(lines: readonly Text[]): readonly Text[] {
  const found: Text[] = [];
  let isOpen = false;
  let before = 0;
  for (const { file, line, text } of lines) {
    const isNew = !isOpen || line !== before + 1 || /^\s*([-*+]|\d+\.)\s|^\s*[#|>]/.test(text);
    before = line;
    isOpen = text.trim() !== '' && !/^\s*[#|]/.test(text);
    const last = found.at(-1);
    if (text.trim().startsWith('|'))
      found.push(...text.split(/(?<!\\)\|/).map((cell) => ({ file, line, text: cell })));
    else if (isNew || last === undefined) found.push({ file, line, text });
    else found[found.length - 1] = { ...last, text: `${last.text} ${text.trim()}` };
  }
  return found;
}

export const wordsOf = (text: string): number =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
