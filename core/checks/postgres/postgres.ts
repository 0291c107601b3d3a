import type { CheckAsk } from '../check-request';
import type { EngineChecks } from '../engine';
import type { Answers, Query } from '../query';
import { numberOf, rowsOf, whyUnanswered } from '../query-results';
import { judgement } from '../verdicts';
import { postgresCatalogue } from './catalogue';
import { measuredTables, postgresFacts, postgresTables } from './facts';
import { privilegeRulings } from './judge-privileges';
import { serverRulings } from './judge-server';
import { tableRulings } from './judge-tables';
import { lobQuestion } from './lobs';
import { firstQuestions, tableQuestions } from './queries';

/** PostgreSQL, RDS and Aurora PostgreSQL: nine questions in three rounds, whatever the number of tables. */
export const postgresChecks: EngineChecks = {
  engine: 'postgres',
  catalogue: Object.values(postgresCatalogue),
  next,
  facts: postgresFacts,
  judge: (ask, _facts, answers) => {
    const tables = postgresTables(ask, answers);
    return judgement(
      [
        ...serverRulings(ask, answers),
        ...privilegeRulings(ask, tables, answers),
        ...tableRulings(ask, tables, answers),
      ],
      ask.mode,
    );
  },
};

function next(ask: CheckAsk, answers: Answers): readonly Query[] {
  if (!answers.has('server')) return firstQuestions(ask);
  if (!answers.has('columns')) {
    // Without the dictionary's first answer nothing more can be asked; slots are looked at even where no table is found.
    if (whyUnanswered(answers, 'server') !== undefined) return [];
    const version = numberOf(rowsOf(answers, 'server')[0], 'version_number') ?? 0;
    return tableQuestions(
      postgresTables(ask, answers).map(({ id }) => id),
      version,
    );
  }
  if (answers.has('lobs')) return [];
  return [lobQuestion(measuredTables(postgresTables(ask, answers)))];
}
