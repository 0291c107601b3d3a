import type { CheckAsk } from './check-request';
import type { EngineChecks, Judgement, SourceFacts } from './engine';
import { sharedCatalogue, sharedChecks } from './shared/catalogue';
import { clockSkew, timeZone } from './shared/clock';
import { namedColumns } from './shared/columns';
import { cutColumns, droppedColumns, reshapedColumns } from './shared/columns-by-type';
import { drifted } from './shared/drift';
import { keyless } from './shared/keys';
import { lobsThatDoNotFit } from './shared/lobs';
import { unsafeNames } from './shared/names';
import { bigTables, emptyPatterns, missingTables, wrongKinds } from './shared/tables';
import { unsupportedVersion } from './shared/version';
import { judgement, type Outcome, type Ruling } from './verdicts';

export { sharedCatalogue };

/** What every engine's facts are judged by. What is special to an engine, its own `judge` says. */
export function judgeFacts(ask: CheckAsk, facts: SourceFacts): Judgement {
  const checks = sharedChecks;
  const resting =
    (parts: readonly ('tables' | 'columns' | 'keys' | 'lobs')[], say: () => Outcome) => (): Outcome => {
      for (const part of parts) {
        const because = facts.unseen?.[part];
        if (because !== undefined) return { cannotLook: because };
      }
      return say();
    };
  const rulings: readonly Ruling[] = [
    { check: checks.version, say: () => unsupportedVersion(ask, facts) },
    { check: checks.clock, say: () => clockSkew(ask, facts) },
    { check: checks.zone, say: () => timeZone(facts) },
    { check: checks.tableExists, say: resting(['tables'], () => missingTables(ask, facts)) },
    { check: checks.patternMatches, say: resting(['tables'], () => emptyPatterns(ask, facts)) },
    { check: checks.tableKind, say: resting(['tables'], () => wrongKinds(ask, facts)) },
    { check: checks.tableSize, say: resting(['tables'], () => bigTables(ask, facts)) },
    { check: checks.tableKey, say: resting(['tables', 'columns', 'keys'], () => keyless(facts)) },
    { check: checks.tableNames, say: resting(['tables', 'columns'], () => unsafeNames(ask, facts)) },
    { check: checks.columnExists, say: resting(['tables', 'columns'], () => namedColumns(ask, facts)) },
    { check: checks.columnDropped, say: resting(['tables', 'columns'], () => droppedColumns(ask, facts)) },
    { check: checks.columnCut, say: resting(['tables', 'columns'], () => cutColumns(ask, facts)) },
    { check: checks.columnReshaped, say: resting(['tables', 'columns'], () => reshapedColumns(ask, facts)) },
    { check: checks.lob, say: resting(['tables', 'columns'], () => lobsThatDoNotFit(ask, facts)) },
    { check: checks.drift, say: resting(['tables', 'columns'], () => drifted(ask, facts)) },
  ];
  return judgement(
    rulings.filter(({ check }) => check.engines.includes(ask.engine)),
    ask.mode,
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
    judge: (ask, facts, answers) => {
      const [shared, own] = [judgeFacts(ask, facts), checks.judge(ask, facts, answers)];
      return {
        findings: [...shared.findings, ...own.findings],
        passed: [...shared.passed, ...own.passed],
        skipped: [...shared.skipped, ...own.skipped],
      };
    },
  };
}
