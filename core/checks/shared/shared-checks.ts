import type { CheckResults, EngineChecks } from '../evaluation/engine-checks';
import { judgement, type Outcome, type Ruling } from '../evaluation/evaluate-checks';
import type { SourceFacts } from '../facts/source-facts';
import type { CheckRequest } from '../request/check-request';
import { sharedCatalogue, sharedChecks } from './catalogue';
import { clockSkew, timeZone } from './clock';
import { namedColumns } from './columns';
import { cutColumns, droppedColumns, reshapedColumns } from './columns-by-type';
import { drifted } from './drift';
import { keyless } from './keys';
import { lobsThatDoNotFit } from './lobs';
import { unsafeNames } from './names';
import { bigTables, emptyPatterns, missingTables, wrongKinds } from './tables';
import { unsupportedVersion } from './version';

export { sharedCatalogue };

/** What every engine's facts are judged by. What is special to an engine, its own `judge` says. */
export function evaluateSharedChecks(request: CheckRequest, facts: SourceFacts): CheckResults {
  const checks = sharedChecks;
  const resting =
    (parts: readonly ('tables' | 'columns' | 'keys' | 'lobs')[], say: () => Outcome) => (): Outcome => {
      for (const part of parts) {
        const because = facts.unavailable?.[part];
        if (because !== undefined) return { skippedBecause: because };
      }
      return say();
    };
  const rulings: readonly Ruling[] = [
    { check: checks.version, say: () => unsupportedVersion(request, facts) },
    { check: checks.clock, say: () => clockSkew(request, facts) },
    { check: checks.zone, say: () => timeZone(facts) },
    { check: checks.tableExists, say: resting(['tables'], () => missingTables(request, facts)) },
    { check: checks.patternMatches, say: resting(['tables'], () => emptyPatterns(request, facts)) },
    { check: checks.tableKind, say: resting(['tables'], () => wrongKinds(request, facts)) },
    { check: checks.tableSize, say: resting(['tables'], () => bigTables(request, facts)) },
    { check: checks.tableKey, say: resting(['tables', 'columns', 'keys'], () => keyless(facts)) },
    { check: checks.tableNames, say: resting(['tables', 'columns'], () => unsafeNames(request, facts)) },
    { check: checks.columnExists, say: resting(['tables', 'columns'], () => namedColumns(request, facts)) },
    {
      check: checks.columnDropped,
      say: resting(['tables', 'columns'], () => droppedColumns(request, facts)),
    },
    { check: checks.columnCut, say: resting(['tables', 'columns'], () => cutColumns(request, facts)) },
    {
      check: checks.columnReshaped,
      say: resting(['tables', 'columns'], () => reshapedColumns(request, facts)),
    },
    { check: checks.lob, say: resting(['tables', 'columns'], () => lobsThatDoNotFit(request, facts)) },
    { check: checks.drift, say: resting(['tables', 'columns'], () => drifted(request, facts)) },
  ];
  return judgement(
    rulings.filter(({ check }) => check.engines.includes(request.engine)),
    request.mode,
  );
}

/** An engine's checks with those that all engines share: what check-source and the command line work with. */
export function withShared(checks: EngineChecks): EngineChecks {
  return {
    ...checks,
    catalogue: [
      ...sharedCatalogue.filter(({ engines }) => engines.includes(checks.engine)),
      ...checks.catalogue,
    ],
    evaluate: (request, facts, results) => {
      const [shared, own] = [evaluateSharedChecks(request, facts), checks.evaluate(request, facts, results)];
      return {
        findings: [...shared.findings, ...own.findings],
        passed: [...shared.passed, ...own.passed],
        skipped: [...shared.skipped, ...own.skipped],
      };
    },
  };
}
