import { existsSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { departmentFile } from '../../../core/discovery/department-file';
import type { Discovered } from '../../../core/discovery/discovered';
import { suggest } from '../../../core/discovery/suggest';
import { connectionOf } from '../../../core/planning/plan-connection';
import { type Invocation, present, type Run } from '../../command';
import { planOf, unknownName } from '../../configuration';
import { sourceLooks } from '../../doctor/source-checks';
import { notFound, wrongUse } from '../../exit-codes';
import { showDiscovered } from '../../output/discovered-view';
import { pathIn } from '../../shell';

export const discoverTables: Run = async (invocation) => {
  const { shell, options, args, own } = invocation;
  const plan = planOf(shell, options);
  const sources = [...plan.sources, ...(plan.otherSources ?? [])];
  const [asked = ''] = args;
  const source = sources.find(({ name }) => name === asked);
  if (source === undefined)
    throw unknownName(
      'source',
      asked,
      sources.map(({ name }) => name),
    );
  const file = fileToWrite(invocation);
  const schema = typeof own['schema'] === 'string' ? own['schema'] : undefined;
  const looks = await sourceLooks(invocation);
  const seen = await looks.discover(connectionOf(source), schema);
  if (seen.tables.length === 0)
    throw notFound(
      schema === undefined
        ? `${asked} shows no table to its login: grant it SELECT on those to move`
        : `${asked} shows no table in schema "${schema}" to its login: schemas are named as the source writes them`,
    );
  // A file without a job would not validate.
  if (file !== undefined && suggest(seen).jobs.length === 0)
    throw notFound(
      `${asked} shows nothing that a job could load: views, or tables that its login may not read; lakeferry discover ${asked} lists them`,
    );
  if (file === undefined) present(invocation, seen, (all) => showDiscovered(shell, all));
  else {
    // A table list to start from is for the lake: into a database a job needs more words.
    const target = (plan.targets.find(({ engine }) => engine === 's3') ?? plan.targets[0])?.name ?? 'lake';
    write(file.path, departmentFile({ department: file.department, source: source.name, target }, seen));
    present(invocation, { file: file.typed, ...seen }, () => written(file.typed, seen));
  }
  return undefined;
};

interface FileToWrite {
  readonly typed: string;
  readonly path: string;
  readonly department: string;
}

/** The department has the file's name. A file that is there is somebody's work. */
function fileToWrite({ shell, own }: Invocation): FileToWrite | undefined {
  const typed = own['as'];
  if (typeof typed !== 'string') return undefined;
  const department = basename(typed, extname(typed));
  if (!/\.ya?ml$/.test(typed) || !/^[a-z][a-z0-9-]*$/.test(department))
    throw wrongUse(
      `"${typed}" is no file of a department: name it as the department, such as config/departments/crm.yaml`,
    );
  const path = pathIn(shell, typed);
  if (existsSync(path)) throw wrongUse(`${typed} is there already: choose another name, or move it away`);
  return { typed, path, department };
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    throw wrongUse(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function written(typed: string, { tables }: Discovered): string {
  return `${typed}: a start for ${tables.length} tables; change owner and schedules, then: lakeferry validate`;
}
