/** From where on a run will have the source's log read. What is not known is absent. */
export interface NeededLog {
  /** `start`: no task has read anything yet; `resume`: one stands that goes on. */
  readonly begins: 'start' | 'resume';
  /** Who says so, for a sentence: `start-from`, `the checkpoint of 2026-03-01T09:00:00.000Z`. */
  readonly said: string;
  /** In the engine's words: an SCN, a binlog `file:position`, an LSN. */
  readonly position?: string;
  /** The log of this moment is needed, and all that follows. ISO 8601 in UTC. */
  readonly since?: string;
  /** Name of the replication slot that a PostgreSQL source keeps it for, as it was last seen. */
  readonly slot?: string;
  /** The task whose slot that is: made anew, for a reload, it has another name. */
  readonly slotOf?: string;
}
