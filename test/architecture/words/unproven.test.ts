import { filesLike, read } from './texts';

const admitting =
  /not verified\]?(:|\(| for)|\b(unverified|unproven|only AWS can|assumed, since|assumed\]?\))/i;

/** Paragraphs, items of lists and rows of tables of a page, with the line at which each begins. */
function paragraphs(file: string): readonly { readonly place: string; readonly text: string }[] {
  const lines = read(file).split('\n');
  const begins = (line: string): boolean => line === '' || /^\s*([-*|#]|\d+\.)/.test(line);
  return lines.flatMap((line, at) => {
    if (at > 0 && !begins(line) && lines[at - 1] !== '') return [];
    const next = lines.findIndex((other, index) => index > at && (other === '' || begins(other)));
    return [{ place: `${file}:${at + 1}`, text: lines.slice(at, next < 0 ? undefined : next).join(' ') }];
  });
}

it('what a decision or the local cloud could not verify has its place in docs/unproven.md', () => {
  const files = filesLike(/^(docs\/adr\/\d{4}-[a-z0-9-]+|local\/BEHAVIOUR)\.md$/);
  const found = files.flatMap(paragraphs).filter(({ text }) => admitting.test(text));
  expect(found.length).toBeGreaterThan(5);
  expect(found.filter(({ text }) => !/unproven\.md#[a-z]/.test(text)).map(({ place }) => place)).toEqual([]);
});

it('each point of docs/unproven.md has a command that shows the answer', () => {
  const points = read('docs/unproven.md')
    .split(/^### /m)
    .slice(1)
    .map((point) => ({ title: point.split('\n')[0], text: point.split(/^## /m)[0] ?? '' }));
  expect(points.length).toBeGreaterThan(25);
  expect(points.filter(({ text }) => !/```(sh|sql)\n/.test(text)).map(({ title }) => title)).toEqual([]);
});
