import { rooms } from '../../cli/check/rooms';
import { importedPath, packageOf, type Room, type SourceFile, sourceFiles } from './source-files';

/** The table of imports: what each room may reach of ours. `infra` names function code by path only. */
const mayImport: Record<Room, readonly (Room | 'statemachine')[]> = {
  core: ['core'],
  aws: ['core', 'aws'],
  application: ['core', 'aws', 'application'],
  functions: ['core', 'aws', 'application', 'functions'],
  layers: ['layers'],
  infra: ['core', 'infra'],
  local: ['local'],
  demo: ['local', 'demo'],
  console: ['core', 'aws', 'application', 'console'],
  cli: ['core', 'aws', 'application', 'infra', 'local', 'demo', 'console', 'cli'],
  // It runs the functions behind their ports, on services of the local cloud.
  simulation: ['core', 'aws', 'application', 'functions', 'statemachine', 'infra', 'local', 'simulation'],
  // It measures check-source's own driver, runner and splitting.
  bench: [
    'core',
    'aws',
    'application',
    'functions',
    'infra',
    'local',
    'demo',
    'console',
    'cli',
    'simulation',
    'bench',
  ],
};

/** Packages that a room may use; a room without a row may use what it likes, but see the claims below. */
const corePackages = ['zod', 'yaml', 'luxon', 'fastest-levenshtein', 'node:crypto'];

const every = rooms.flatMap((room) => sourceFiles(room));
const roomOf = (path: string): string => path.split('/')[0] ?? '';

function offenders(
  files: readonly SourceFile[],
  isWrong: (file: SourceFile, specifier: string) => boolean,
): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((specifier) => isWrong(file, specifier))
      .map((specifier) => `${file.path} imports ${specifier}`),
  );
}

describe('the table of imports', () => {
  it('reads real files and real imports', () => {
    expect(every.length).toBeGreaterThan(50);
    expect(every.flatMap((file) => file.imports).length).toBeGreaterThan(100);
  });

  it.each(rooms.map((room) => [room]))('%s imports only the rooms it may', (room) => {
    const wrong = offenders(sourceFiles(room), (file, specifier) => {
      const path = importedPath(file, specifier);
      return path !== undefined && !mayImport[room].some((allowed) => allowed === roomOf(path));
    });
    expect(wrong).toEqual([]);
  });

  it('others import the local cloud by its package name only', () => {
    const wrong = offenders(
      every.filter((file) => file.room !== 'local'),
      (file, specifier) =>
        specifier.startsWith('.') && roomOf(importedPath(file, specifier) ?? '') === 'local',
    );
    expect(wrong).toEqual([]);
  });

  it('core uses only pure packages', () => {
    const wrong = offenders(sourceFiles('core'), (_file, specifier) => {
      return !specifier.startsWith('.') && !corePackages.includes(packageOf(specifier));
    });
    expect(wrong).toEqual([]);
  });

  it('only aws/ imports the AWS SDK', () => {
    const wrong = offenders(
      every.filter((file) => file.room !== 'aws'),
      (_file, specifier) =>
        packageOf(specifier).startsWith('@aws-sdk') || packageOf(specifier).startsWith('@smithy'),
    );
    expect(wrong).toEqual([]);
  });

  it('only infra imports the CDK, and its app no network', () => {
    const wrong = offenders(
      every.filter((file) => file.room !== 'infra'),
      (_file, specifier) => ['aws-cdk-lib', 'constructs', 'aws-cdk'].includes(packageOf(specifier)),
    );
    expect(wrong).toEqual([]);
  });

  it('pages of the console take types of its server, addresses of pages, and packages; the server takes nothing of the pages', () => {
    const isOfPages = (path: string): boolean => path.startsWith('console/web/');
    const wrong = offenders(sourceFiles('console'), (file, specifier) => {
      const path = importedPath(file, specifier);
      if (path === undefined) return isOfPages(file.path) && specifier.startsWith('node:');
      if (!isOfPages(file.path)) return isOfPages(path);
      if (isOfPages(path) || path.startsWith('core/pages/')) return false;
      return !path.startsWith('console/server/') || !file.typeImports.includes(specifier);
    });
    expect(wrong).toEqual([]);
  });

  it('functions share nothing with each other but through core, aws and application', () => {
    const wrong = offenders(sourceFiles('functions'), (file, specifier) => {
      const path = importedPath(file, specifier);
      return (
        path !== undefined && roomOf(path) === 'functions' && path.split('/')[1] !== file.path.split('/')[1]
      );
    });
    expect(wrong).toEqual([]);
  });
});
