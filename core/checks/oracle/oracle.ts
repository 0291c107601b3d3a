import type { CheckAsk } from '../check-request';
import type { EngineChecks } from '../engine';
import type { Answers, Query } from '../query';
import { judgement } from '../verdicts';
import { oracleCatalogue } from './catalogue';
import { lobColumns, oracleFacts } from './facts';
import { instanceRulings } from './judge-instance';
import { privilegeRulings } from './judge-privileges';
import { tableRulings } from './judge-tables';
import { lobQuestion } from './lobs';
import { firstQuestions, tableQuestions } from './queries';
import { selectedNames } from './resolve';

/**
 * Oracle. Three rounds at most: the instance and the names; the job's tables; their longest LOBs. 21 questions whatever the
 * number of tables.
 */
export const oracleChecks: EngineChecks = {
  engine: 'oracle',
  catalogue: Object.values(oracleCatalogue),
  next,
  facts: oracleFacts,
  judge: (ask, facts, answers) =>
    judgement(
      [
        ...instanceRulings(ask, answers),
        ...privilegeRulings(ask, facts, answers),
        ...tableRulings(ask, facts, answers),
      ],
      ask.mode,
    ),
};

function next(ask: CheckAsk, answers: Answers): readonly Query[] {
  if (!answers.has('version')) return firstQuestions(ask);
  const tables = selectedNames(ask, answers);
  if (tables.length === 0) return [];
  if (!answers.has('tables')) return tableQuestions(tables);
  return answers.has('lobs') ? [] : lobQuestion(lobColumns(ask, answers));
}
