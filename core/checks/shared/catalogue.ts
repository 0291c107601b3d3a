import { changeModes, type Mode } from '../../model/mode';
import { sourceEngines } from '../../model/source-engine';
import type { CheckDefinition } from '../catalogue/check-definition';
import type { Severity } from '../report/check-report';

const guide = 'https://docs.aws.amazon.com/dms/latest/userguide';
const every = sourceEngines;
const changes = changeModes;
const all: readonly Mode[] = ['full-load', ...changes];

function define(
  id: string,
  severity: Severity,
  title: string,
  why: string,
  page: string,
  { modes = all, engines = every }: Partial<Pick<CheckDefinition, 'modes' | 'engines'>> = {},
): CheckDefinition {
  return { id, engines, modes, severity, title, why, source: `${guide}/${page}` };
}

/** What is asked of every engine. */
export const sharedChecks = {
  version: define(
    'source-version',
    'error',
    'DMS reads from this version',
    'DMS is tested with the versions that its guide lists; with others tasks fail or lose data without a word',
    'CHAP_Introduction.Sources.html',
  ),
  clock: define(
    'source-clock',
    'warning',
    'the source’s clock is right',
    'commit times of changes come from the source’s clock; starting points in time and the hour in which a change is filed go wrong with it',
    'CHAP_Task.CDC.html',
  ),
  zone: define(
    'source-time-zone',
    'note',
    'the source keeps UTC',
    'times without a zone are moved as the source writes them; readers of the lake must know its zone',
    'CHAP_Reference.DataTypes.html',
  ),
  tableExists: define(
    'table-exists',
    'error',
    'each listed table exists',
    'DMS matches names exactly and in the case of the dictionary; a table that it does not find is left out, and the task succeeds',
    'CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Selections.html',
  ),
  patternMatches: define(
    'pattern-matches',
    'warning',
    'each pattern selects a table',
    'a pattern that matches nothing is no error to DMS',
    'CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Wildcards.html',
  ),
  tableKind: define(
    'table-kind',
    'warning',
    'each listed table is a table',
    'DMS selects tables only, unless a selection rule says table-type: view; changes of views are never captured',
    'CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Selections.html',
  ),
  tableSize: define(
    'table-size',
    'note',
    'no table is so big that it wants to be loaded in parallel',
    'DMS loads a table in one thread unless it is split; a load that breaks off starts the table again from its beginning',
    'CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Tablesettings.html',
  ),
  tableKey: define(
    'table-key',
    'warning',
    'each table has a key',
    'without a primary or unique key a change cannot be told to its row, in DMS or by those who read the changes in the lake (O5)',
    'CHAP_BestPractices.html',
    { modes: changes, engines: ['mysql', 'oracle', 'sqlserver'] },
  ),
  tableNames: define(
    'table-names',
    'warning',
    'names are safe on the way to the lake',
    'schema, table and column names become folders in S3 as they are, and readers such as Athena do not tell upper from lower case',
    'CHAP_Target.S3.html',
  ),
  columnExists: define(
    'column-exists',
    'error',
    'each column that the job names exists',
    'DMS refuses or ignores a filter on a column that is not there; a column that should not leave the source but is misspelled, leaves it',
    'CHAP_Tasks.CustomizingTasks.Filters.html',
  ),
  columnDropped: define(
    'column-dropped',
    'warning',
    'DMS moves each column',
    'columns of these types do not arrive, and the task says nothing about it',
    'CHAP_Source.html',
  ),
  columnCut: define(
    'column-cut',
    'warning',
    'values arrive whole',
    'DMS reads the type as one that holds less (O4)',
    'CHAP_Source.html',
  ),
  columnReshaped: define(
    'column-reshaped',
    'note',
    'values arrive in the type of the source',
    'DMS writes these types in a shape of its own',
    'CHAP_Source.html',
  ),
  lob: define(
    'lob-size',
    'error',
    'the longest LOB fits',
    'in limited LOB mode values over LobMaxSize are cut, with no more than a warning in the task’s log; to S3 there is no full LOB mode (O3)',
    'CHAP_Tasks.LOBSupport.html',
  ),
  drift: define(
    'schema-drift',
    'warning',
    'tables look as they did at the last good run',
    'readers of the lake find columns gone, new or of another type',
    'CHAP_Introduction.SupportedDDL.html',
  ),
} as const;

export const sharedCatalogue: readonly CheckDefinition[] = Object.values(sharedChecks);
