import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rooms } from '../../cli/check/rooms';
import { root, type SourceFile, sourceFiles } from './source-files';

const mostFiles = 25;
const longest = 300;

const files = rooms.flatMap((room) => sourceFiles(room));
const linesOf = ({ text }: SourceFile): number => text.trimEnd().split('\n').length;
const shareBelow = (lines: number): number =>
  files.filter((file) => linesOf(file) < lines).length / files.length;

function foldersBelow(folder: string): string[] {
  const inner = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .flatMap((entry) => foldersBelow(join(folder, entry.name)));
  return [folder, ...inner];
}

test(`no folder has more than ${mostFiles} source files`, () => {
  const wide = [...rooms, 'test'].flatMap(foldersBelow).filter((folder) => {
    const sources = readdirSync(join(root, folder)).filter((name) => /\.tsx?$/.test(name));
    return sources.length > mostFiles;
  });
  expect(wide).toEqual([]);
});

test(`no file has more than ${longest} lines`, () => {
  const long = files.filter((file) => linesOf(file) > longest);
  expect(long.map((file) => `${file.path}: ${linesOf(file)}`)).toEqual([]);
});

test('half of the files have fewer than 60 lines, nine in ten fewer than 150', () => {
  expect(shareBelow(60)).toBeGreaterThanOrEqual(0.5);
  expect(shareBelow(150)).toBeGreaterThanOrEqual(0.9);
});

test('no file has a name that says nothing', () => {
  const nothing = /\/(utils?|helpers?|common|misc|types)(\.ts|\/)/;
  expect(files.map((file) => file.path).filter((path) => nothing.test(path))).toEqual([]);
});
