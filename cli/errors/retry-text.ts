import type { Reason } from '../../application/use-case-error';

type Refusal = Extract<
  Reason,
  { kind: 'retry-of-load' | 'retry-of-cdc' | 'retry-refused' | 'retry-requested' }
>;

/** Message about a retry that is refused, and the fix. */
export function retryText(reason: Refusal): [string, string] {
  switch (reason.kind) {
    case 'retry-of-load':
      return [
        `${reason.run} is the load of a file, which is loaded whole`,
        `"lakeferry load ${reason.load} <file>" drops the file again`,
      ];
    case 'retry-of-cdc':
      return [
        `${reason.run} is a run of a ${reason.mode} job, whose one task continues by itself`,
        reason.mode === 'cdc'
          ? `"lakeferry resume ${reason.job}" continues the task`
          : `"lakeferry resume ${reason.job}" continues the task, "lakeferry reload ${reason.job} <tables>" loads tables again`,
      ];
    case 'retry-requested':
      return [
        `${reason.run} was just started${reason.by === undefined ? '' : ` by ${reason.by}`}, so no other attempt starts`,
        `"lakeferry show ${reason.run}" shows it`,
      ];
    case 'retry-refused':
      return refusedText(reason);
  }
}

function refusedText({ because, run, job }: Extract<Refusal, { kind: 'retry-refused' }>): [string, string] {
  switch (because) {
    case 'open':
      return [`${run} is still open`, `"lakeferry show ${run}" shows it, "lakeferry cancel ${run}" ends it`];
    case 'succeeded':
      return [
        `${run} has succeeded, so nothing is to be repeated`,
        `"lakeferry run ${job}" loads all tables`,
      ];
    case 'nothing-loaded':
      return [
        `${run} did not begin, so nothing is to be repeated`,
        `"lakeferry run ${job}" loads all tables`,
      ];
    case 'part':
      return [`${run} loads some tables only`, `"lakeferry run ${job} --tables ..." loads them again`];
    case 'newer-publish':
      return [
        `readers already have newer tables: ${run} was published since`,
        `"lakeferry run ${job}" loads all tables`,
      ];
  }
}
