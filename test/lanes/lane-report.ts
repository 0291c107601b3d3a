import { relative } from 'node:path';

/** Result of one test file, as jest gives it to a reporter. */
export interface FileResult {
  readonly testFilePath: string;
  readonly displayName?: { readonly name: string } | undefined;
  readonly numPassingTests: number;
  readonly numFailingTests: number;
  readonly numPendingTests: number;
  /** Epoch milliseconds; both 0 for a file that was skipped. */
  readonly perfStats: { readonly start: number; readonly end: number };
}

const listed = 10;

/** Lines that close a run: per lane its files, tests and elapsed seconds, then the slowest files. */
export function laneReport(results: readonly FileResult[], root: string): string[] {
  const names = new Set(results.map(laneOf));
  const rows = [...names].map((lane) => {
    const files = results.filter((file) => laneOf(file) === lane);
    return [lane, String(files.length), String(sum(files.map(testsOf))), seconds(elapsed(files))];
  });
  const files = results.toSorted((a, b) => duration(b) - duration(a)).slice(0, listed);
  return [
    ...table([['lane', 'files', 'tests', 'seconds'], ...rows]),
    '',
    'slowest files, in seconds',
    ...table(files.map((file) => [relative(root, file.testFilePath), seconds(duration(file))])),
  ];
}

function laneOf({ displayName }: FileResult): string {
  return displayName?.name ?? 'tests';
}

function testsOf(file: FileResult): number {
  return file.numPassingTests + file.numFailingTests + file.numPendingTests;
}

function duration({ perfStats: { start, end } }: FileResult): number {
  return end - start;
}

/** From the start of the first file to the end of the last; lanes overlap where one worker is done before the other. */
function elapsed(files: readonly FileResult[]): number {
  const ran = files.filter(({ perfStats }) => perfStats.start > 0).map(({ perfStats }) => perfStats);
  if (ran.length === 0) return 0;
  return Math.max(...ran.map(({ end }) => end)) - Math.min(...ran.map(({ start }) => start));
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** The first column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(width(0)) : cell.padStart(width(column))))
      .join('  '),
  );
}
