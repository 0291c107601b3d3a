import type { Replication } from '../../core/runs/replication/replication';
import { type FaultyTable, isBelieved } from '../../core/runs/replication/tables/monitored-tables';
import { tableFix } from '../../core/runs/replication/tables/table-notices';
import { fullTableName } from '../../core/tables/table-name';

/** Table of a CDC job that does not replicate as it should. */
export interface FaultyTableStatus extends Pick<FaultyTable, 'fault' | 'state' | 'since'> {
  /** `SCHEMA.TABLE` */
  readonly table: string;
  /** Command or edit that fixes it. */
  readonly fix: string;
}

export interface FaultyTables {
  /** Number of all of them. */
  readonly count: number;
  /** At most 200. */
  readonly tables: readonly FaultyTableStatus[];
}

/** Returns the tables with faults at the last poll that read them; undefined when there are none. */
export function faultyTablesOf(replication: Replication): FaultyTables | undefined {
  const { tables } = replication;
  const faulty = (tables?.faulty ?? []).filter(isBelieved);
  if (tables === undefined || faulty.length === 0) return undefined;
  return {
    count: faulty.length + tables.more,
    tables: faulty.map((one) => ({
      table: fullTableName(one),
      fault: one.fault,
      state: one.state,
      since: one.since,
      fix: tableFix(replication, one.fault, [one]),
    })),
  };
}
