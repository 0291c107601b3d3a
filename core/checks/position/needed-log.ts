/** Part of the source's log that a task will read. What is not known is absent. */
export interface NeededLog {
  /** `start`: no task has read anything yet. `resume`: a stopped task continues. */
  readonly action: 'start' | 'resume';
  /**
   * Origin of the position, as the subject of a sentence: `start-from`, `the checkpoint of
   * 2026-03-01T09:00:00.000Z`.
   */
  readonly origin: string;
  /** Position in the engine's format: an SCN, a binlog `file:position`, an LSN. */
  readonly position?: string;
  /** Time from which the log is needed, ISO 8601 in UTC. */
  readonly since?: string;
  /**
   * Name of the replication slot for which a PostgreSQL source keeps the log, when it was last
   * seen.
   */
  readonly slot?: string;
  /** Task of that slot. When a reload creates the slot again, it gets another name. */
  readonly slotOf?: string;
}
