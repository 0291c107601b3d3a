import { importedPath, sourceFiles } from './source-files';

/**
 * Rooms of core, from the bottom to the top: a file imports from its own room and from those above it in this list. Type
 * imports count.
 */
const order = [
  'json',
  'cut-text',
  'generated-part',
  'model',
  'concurrency',
  'synonyms',
  'nearest-name',
  'schedule',
  'tables',
  'pages',
  'config/schema',
  'config/reading',
  'config/checks',
  'config',
  'planning',
  'checks',
  'splitting',
  'discovery',
  'lake',
  'changes',
  'loads',
  'runs/task',
  'runs/logs',
  'runs/record',
  'runs/poll',
  'runs/replication',
  'runs/admission',
  'runs/reap',
  'runs/removal',
  'runs/verdict',
  'runs/job',
  'runs/publishing',
  'runs/attempts',
  'events',
  'monitoring',
];

const files = sourceFiles('core');
const imports = files.flatMap((file) =>
  file.imports.flatMap((specifier) => {
    const imported = importedPath(file, specifier);
    return imported === undefined ? [] : [{ importer: file.path, imported }];
  }),
);

/** Place of a path in `order`, by its longest room; -1 where it has none. */
function placeOf(path: string): number {
  const inCore = path.replace(/^core\//, '').replace(/\.ts$/, '');
  const rooms = order.filter((room) => inCore === room || inCore.startsWith(`${room}/`));
  return order.indexOf(rooms.sort((a, b) => b.length - a.length)[0] ?? '');
}

test('every file of core is in a room', () => {
  expect(files.filter((file) => placeOf(file.path) === -1).map((file) => file.path)).toEqual([]);
});

test('every room has files', () => {
  const used = new Set(files.map((file) => placeOf(file.path)));
  expect(order.filter((_, place) => !used.has(place))).toEqual([]);
});

test('core imports one way', () => {
  const wrong = imports
    .filter(({ importer, imported }) => placeOf(imported) === -1 || placeOf(imported) > placeOf(importer))
    .map(({ importer, imported }) => `${importer} -> ${imported}`);
  expect(wrong).toEqual([]);
});
