/** Days for which the snapshot of some tables is kept. It is longer than most investigations, and nobody has to remove it. */
const keptDays = 14;

/** Time from which a publish of the job may remove a snapshot of some tables, ISO 8601 in UTC. */
export function keptUntil(openedAt: Date): string {
  return new Date(openedAt.getTime() + keptDays * 86_400_000).toISOString();
}
