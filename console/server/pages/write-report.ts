import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently } from '../../../core/concurrency';
import { createReader } from '../create-app';
import { withRememberedNames } from '../deployed-names';
import type { ConsolePorts } from '../ports';
import { namesIn } from './names-in';
import { recordLoads, recordTables, tablesPerJob } from './record-tables';

export interface WrittenReport {
  readonly folder: string;
  readonly jobs: number;
  readonly runs: number;
  /** Answers that the report does not have. */
  readonly missing: readonly MissingAnswer[];
}

export interface MissingAnswer {
  /** Path of the route. */
  readonly path: string;
  readonly message: string;
}

const readsAtOnce = 10;
const singlePaths = ['/about', '/next', '/night', '/calendar/clock-changes', '/dms-use', '/plan'];
/** Runs of each job that have a page of their own in the report. */
const runsPerJob = 3;

/**
 * Writes the pages with recorded answers of the server, as files that open without one. Throws when the jobs cannot be read. For
 * other answers that fail, the report has the reason.
 */
export async function writeReport(
  given: ConsolePorts,
  pages: string,
  folder: string,
): Promise<WrittenReport> {
  const ports = withRememberedNames(given);
  const failed = new Map<string, unknown>();
  const reader = createReader(ports, true).onError((error, context) => {
    const { pathname, search } = new URL(context.req.url);
    failed.set(`${pathname}${search}`, error);
    return context.body(null, 500);
  });
  const answers: Record<string, unknown> = {};
  const record = async (path: string): Promise<unknown> => {
    const answer = await reader.request(path);
    if (!answer.ok) return undefined;
    answers[path] = await answer.json();
    return answers[path];
  };
  const jobs = namesIn(await record('/today'), 'jobs', 'job');
  if (failed.has('/today')) throw failed.get('/today');
  const days = daysAround(ports.now()).map((day) => `/calendar/days/${day}`);
  for (const path of [...singlePaths, ...days]) await record(path);
  await recordLoads(record);
  const loads = new Set(namesIn(answers['/loads'], 'loads', 'load'));
  const replicating = namesIn(await record('/replications'), 'jobs', 'job');
  await mapConcurrently(readsAtOnce, replicating, async (job) => {
    for (const part of ['', '/lag/day', '/lag/week']) await record(`/replications/${job}${part}`);
  });
  const runs = new Set<string>();
  await mapConcurrently(readsAtOnce, jobs, async (job) => {
    const listed = namesIn({ runs: await record(`/jobs/${job}/runs`) }, 'runs', 'run');
    for (const run of listed.slice(0, runsPerJob)) runs.add(run);
    if (!loads.has(job)) await recordTables(record, job);
  });
  const planned = namesIn(answers['/plan'], 'jobs', 'job');
  await mapConcurrently(readsAtOnce, planned, (job) => record(`/jobs/${job}/plan`));
  for (const run of namesIn(answers['/today'], 'problems', 'run')) runs.add(run);
  const parts = ['', '/path', '/logs', '/task-errors'];
  await mapConcurrently(readsAtOnce, [...runs], async (run) => {
    for (const part of parts) await record(`/runs/${run}${part}`);
  });
  const failures = [...failed].map(([path, error]) => {
    const { status: _, ...shown } = ports.textOf(error);
    return { path, ...shown };
  });
  await mkdir(folder, { recursive: true });
  for (const file of ['console.js', 'console.css']) await copyFile(join(pages, file), join(folder, file));
  const at = ports.now().toISOString();
  await writeFile(
    join(folder, 'report.js'),
    `window.lakeferryReport = ${JSON.stringify({ at, answers, failures, runsPerJob, tablesPerJob })};\n`,
  );
  const page = await readFile(join(pages, 'index.html'), 'utf8');
  await writeFile(
    join(folder, 'index.html'),
    page.replace('<script', `<script defer src="./report.js"></script>\n    <script`),
  );
  const missing = failures.map(({ path, message }) => ({ path, message }));
  return { folder, jobs: jobs.length, runs: runs.size, missing };
}

/** Days of the calendar as it opens: from the Monday five weeks ago, ten weeks long, in any time zone. */
function daysAround(now: Date): readonly string[] {
  const days = Array.from({ length: 42 + 37 }, (_, nth) => nth - 42);
  return days.map((ahead) => new Date(now.getTime() + ahead * 86_400_000).toISOString().slice(0, 10));
}
