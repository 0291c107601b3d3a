import type { CheckAsk } from '../check-request';
import type { EngineChecks } from '../engine';
import type { Answers, Query } from '../query';
import { judgement } from '../verdicts';
import { sqlServerCatalogue } from './catalogue';
import { lobColumns, sqlServerFacts } from './facts';
import { serverRulings } from './judge-server';
import { tableRulings } from './judge-tables';
import { lobQuestion } from './lobs';
import { firstQuestions, tableQuestions } from './queries';
import { selectedNames } from './resolve';

/** SQL Server, from 2012 on. Three rounds at most, 16 questions whatever the number of tables. */
export const sqlServerChecks: EngineChecks = {
  engine: 'sqlserver',
  catalogue: Object.values(sqlServerCatalogue),
  next,
  facts: sqlServerFacts,
  judge: (ask, facts, answers) =>
    judgement([...serverRulings(ask, facts, answers), ...tableRulings(ask, facts, answers)], ask.mode),
};

function next(ask: CheckAsk, answers: Answers): readonly Query[] {
  if (!answers.has('version')) return firstQuestions(ask);
  const tables = selectedNames(ask, answers);
  if (tables.length === 0) return [];
  if (!answers.has('tables')) return tableQuestions(tables);
  return answers.has('lobs') ? [] : lobQuestion(lobColumns(ask, answers));
}
