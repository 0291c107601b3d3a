import { filesLike, read } from './texts';

const decisions = filesLike(/^docs\/adr\/\d{4}-[a-z0-9-]+\.md$/).map((file) => file.replace('docs/adr/', ''));
const rows = [
  ...read('docs/decisions.md').matchAll(
    /^\| \[(\d+)\]\(adr\/([^)]+)\) +\| ([^|]+?) +\| ([^|]+?) +\| ([^|]+?) +\|$/gm,
  ),
].map(([, number = '', file = '', title = '', decision = '', status = '']) => ({
  number: Number(number),
  file,
  title,
  decision,
  status,
}));

it('the index lists every decision once, with title, decision and status', () => {
  expect(rows.map(({ file }) => file)).toEqual([...decisions].sort());
  for (const { title, decision } of rows) for (const text of [title, decision]) expect(text).toMatch(/\w/);
  for (const { status } of rows) expect(status).toMatch(/^(accepted|replaced by \[\d+\]\(.+\))$/);
});

it('the numbers of decisions have no gap, and are those of their files and headings', () => {
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
  for (const { number, file } of rows) {
    expect(Number(file.slice(0, 4))).toBe(number);
    expect(Number(/^# (\d+)/.exec(read(`docs/adr/${file}`))?.[1])).toBe(number);
  }
});
