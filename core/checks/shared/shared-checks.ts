import type { Check, SharedSource } from '../evaluation/check';
import type { EngineChecks } from '../evaluation/engine-checks';
import { type CheckResults, evaluateChecks } from '../evaluation/evaluate-checks';
import type { SourceFacts } from '../facts/source-facts';
import type { CheckRequest } from '../request/check-request';
import { columnExists } from './column-exists';
import { columnLossChecks } from './column-losses';
import { columnTypeChecks } from './column-types';
import { listedTableChecks } from './listed-tables';
import { lobSize } from './lob-size';
import { schemaDrift } from './schema-drift';
import { serverClockChecks } from './server-clock';
import { serverVersion } from './server-version';
import { tableCollision } from './table-collisions';
import { tableKey } from './table-key';
import { tableKind } from './table-kind';
import { tableNames } from './table-names';
import { tableSize } from './table-size';
import { targetColumnChecks } from './target-columns';

const sharedChecks: readonly Check<SharedSource>[] = [
  serverVersion,
  ...serverClockChecks,
  ...listedTableChecks,
  tableKind,
  tableSize,
  tableKey,
  tableNames,
  tableCollision,
  columnExists,
  ...columnTypeChecks,
  ...columnLossChecks,
  ...targetColumnChecks,
  lobSize,
  schemaDrift,
];

export const sharedCatalogue = sharedChecks.map(({ definition }) => definition);

/** Evaluates the checks that every engine has. */
export function evaluateSharedChecks(request: CheckRequest, facts: SourceFacts): CheckResults {
  const ofEngine = sharedChecks.filter(({ definition }) => definition.engines.includes(request.engine));
  return evaluateChecks(ofEngine, { request, facts }, request.mode);
}

/** Adds the shared checks to those of an engine. */
export function withSharedChecks(checks: EngineChecks): EngineChecks {
  return {
    ...checks,
    catalogue: [
      ...sharedCatalogue.filter(({ engines }) => engines.includes(checks.engine)),
      ...checks.catalogue,
    ],
    evaluate: (request, facts, results) => {
      const shared = evaluateSharedChecks(request, facts);
      const own = checks.evaluate(request, facts, results);
      return {
        findings: [...shared.findings, ...own.findings],
        passed: [...shared.passed, ...own.passed],
        skipped: [...shared.skipped, ...own.skipped],
      };
    },
  };
}
