import type { Reason } from '../../application/use-case-error';

type Refusal = Extract<Reason, { kind: 'cancel-of-load' | 'too-late-to-cancel' }>;

/** Message about a run that is not cancelled, and the fix. */
export function cancelText(reason: Refusal): [string, string] {
  const { run } = reason;
  if (reason.kind === 'cancel-of-load')
    return [
      `${run} is the load of a file, which ends within 15 minutes and loads all rows or none`,
      `"lakeferry show ${run}" shows it`,
    ];
  switch (reason.because) {
    case 'closed':
      if (reason.isNewest)
        return [
          `${run}, the newest recorded run of ${reason.job}, is over`,
          'repeat the command to cancel a run that has just started, which is recorded within seconds',
        ];
      return [`${run} is over`, `"lakeferry show ${run}" shows how it ended`];
    case 'decided':
      return [
        `the outcome of ${run} is decided, only its cleanup is left`,
        `"lakeferry show ${run}" shows it`,
      ];
    case 'published':
      return [
        `${run} is publishing its snapshot, or has published it, so readers keep it`,
        `"lakeferry rollback ${reason.job}" returns readers to the snapshot before`,
      ];
  }
}
