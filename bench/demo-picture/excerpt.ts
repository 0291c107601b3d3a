import type { Line } from './screen';

/**
 * The lines before the first section, and the sections with these titles. A section starts with a bold line after an empty one.
 *
 * @throws if a title is missing, so that a renamed section does not vanish from the picture
 */
export function excerpt(lines: readonly Line[], titles: readonly string[]): readonly Line[] {
  const starts = lines.flatMap((line, row) => (isTitle(line, lines[row - 1]) ? [row] : []));
  const sections = starts.map((start, index) => lines.slice(start, starts[index + 1]));
  const kept = titles.map((title) => {
    const section = sections.find(([first]) => first?.[0]?.text.startsWith(title));
    if (section === undefined) throw new Error(`the demo has no section "${title}"`);
    return section;
  });
  return [lines.slice(0, starts[0]), ...kept].flat();
}

function isTitle(line: Line, before: Line | undefined): boolean {
  const [first] = line;
  return before?.length === 0 && first?.column === 0 && first.bold;
}
