import { dirname, join } from 'node:path';
import { exists } from './anchors';
import { documents, filesLike, read } from './texts';

/** `docs/page.md` or `docs/page.md#anchor`, as comments and messages cite it from the root. */
const citation = /(?<![\w./-])((?:docs|local|layers|test)\/[\w./-]+\.md)(#[\w-]+)?/g;

it('every relative link of a document leads somewhere', () => {
  const links = documents.flatMap((file) =>
    [
      ...read(file)
        .replaceAll(/```[\s\S]*?```/g, '')
        .matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)/g),
    ].map(([, path = '', anchor]) => ({
      file,
      path: path === '' ? file : join(dirname(file), path),
      anchor,
    })),
  );
  expect(links.length).toBeGreaterThan(100);
  const broken = links.filter(({ path, anchor }) => !exists(path, anchor));
  expect(broken.map(({ file, path, anchor = '' }) => `${file} links ${path}${anchor}`)).toEqual([]);
});

it('every document that code or a document cites by its path exists', () => {
  const cited = filesLike(/\.(ts|tsx|js|cjs|mjs|md|json|ya?ml|sh)$/)
    .filter((file) => !file.startsWith('test/architecture/words/'))
    .flatMap((file) =>
      [...read(file).matchAll(citation)].map(([, path = '', anchor]) => ({ file, path, anchor })),
    );
  expect(cited.length).toBeGreaterThan(20);
  const broken = cited.filter(({ path, anchor }) => !exists(path, anchor));
  expect(broken.map(({ file, path, anchor = '' }) => `${file} cites ${path}${anchor}`)).toEqual([]);
});

it('a page with a list of its sections lists all of them', () => {
  const lists = filesLike(/^docs\/(how-to\/)?[\w-]+\.md$/).flatMap((page) => {
    const text = read(page).replaceAll(/```[\s\S]*?```/g, '');
    const listed = [...text.matchAll(/^- \[(.*?)\]\(#/gm)].map(([, title]) => title);
    const sections = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    return listed.length === 0 ? [] : [{ page, listed, sections }];
  });
  expect(lists.length).toBeGreaterThan(5);
  const missing = lists.flatMap(({ page, listed, sections }) =>
    sections
      .filter((title) => title !== 'Contents' && !listed.includes(title))
      .map((title) => `${page}: ${title}`),
  );
  expect(missing).toEqual([]);
});

it('every page of the documentation is in its index', () => {
  const index = read('docs/README.md');
  const pages = filesLike(/^docs\/(how-to\/)?[\w-]+\.md$/).filter((page) => page !== 'docs/README.md');
  expect(pages.length).toBeGreaterThan(15);
  expect(pages.filter((page) => !index.includes(`](${page.replace('docs/', '')})`))).toEqual([]);
});
