import type { CheckAsk } from '../check-request';
import type { EngineChecks } from '../engine';
import type { Answers, Query } from '../query';
import { whyUnanswered } from '../query-results';
import { judgement } from '../verdicts';
import { mysqlCatalogue } from './catalogue';
import { mysqlFacts, mysqlTables } from './facts';
import { serverRulings } from './judge-server';
import { tableRulings } from './judge-tables';
import { lobQuestion, toMeasure } from './lobs';
import { firstQuestions, tableQuestions } from './queries';

/** MySQL and MariaDB, RDS and Aurora MySQL: eight questions in three rounds, whatever the number of tables. */
export const mysqlChecks: EngineChecks = {
  engine: 'mysql',
  catalogue: Object.values(mysqlCatalogue),
  next,
  facts: mysqlFacts,
  judge: (ask, _facts, answers) =>
    judgement(
      [...serverRulings(ask, answers), ...tableRulings(mysqlTables(ask, answers), answers)],
      ask.mode,
    ),
};

function next(ask: CheckAsk, answers: Answers): readonly Query[] {
  if (!answers.has('server')) return firstQuestions(ask);
  if (!answers.has('columns')) {
    if (whyUnanswered(answers, 'names') !== undefined) return [];
    return tableQuestions(mysqlTables(ask, answers));
  }
  return answers.has('lobs') ? [] : [lobQuestion(toMeasure(mysqlTables(ask, answers)))];
}
