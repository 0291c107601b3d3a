/** Time in UTC, as in all texts about tasks. */
export function timeText(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
