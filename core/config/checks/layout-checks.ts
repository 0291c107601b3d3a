import { didYouMean } from '../../nearest-name';
import type { Finding } from '../reading/problem';

/** Placeholders of a layout. */
export const layoutPlaceholders = ['schema', 'table', 'year', 'month', 'day', 'hour'] as const;

/** Problems of `layout`: unknown placeholders, and layouts that give two tables one folder. */
export function checkLayout(layout: string): Finding[] {
  const at = (message: string, hint: string): Finding[] => [
    { path: ['layout'], value: layout, message: `"${layout}" ${message}`, hint },
  ];
  const places = [...layout.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  const unknown = places.find((place) => !layoutPlaceholders.some((known) => known === place));
  if (unknown !== undefined)
    return at(
      `has an unknown placeholder {${unknown}}`,
      didYouMean(unknown, layoutPlaceholders).hint ??
        `placeholders: ${layoutPlaceholders.map((place) => `{${place}}`).join(' ')}`,
    );
  const folders = layout.split('/');
  const literal = layout.replaceAll(/\{[a-z]+\}/g, '');
  if (!/^[A-Za-z0-9!_.*'()=/-]*$/.test(literal) || folders.some((folder) => ['', '.', '..'].includes(folder)))
    return at(
      'is not a layout: separate folders by single slashes, with none at either end',
      'write such as "{schema}/{table}/dt={year}-{month}-{day}"',
    );
  // Two tables with one folder would overwrite each other's LOAD00000001.csv (docs/pitfalls.md#base-names-collide), and one folder
  // name for both parts does not distinguish a.b and c from a and b.c.
  const holding = (place: string): number[] =>
    folders.flatMap((folder, index) => (folder.includes(`{${place}}`) ? [index] : []));
  const [schemas, tables] = [holding('schema'), holding('table')];
  if (schemas.length === 0 || tables.length === 0)
    return at(
      `does not contain {${schemas.length === 0 ? 'schema' : 'table'}}: files of two tables would get the same key`,
      'write both {schema} and {table}',
    );
  if (!folders.some((_, index) => schemas.includes(index) !== tables.includes(index)))
    return at(
      'has {schema} and {table} in one folder name: two tables could share a folder',
      'put a slash between them',
    );
  return [];
}
