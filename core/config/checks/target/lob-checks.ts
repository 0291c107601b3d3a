import type { Finding } from '../../reading/problem';
import type { Job } from '../../schema/job-schema';

/** Settings that DMS does not support for S3 targets (DMS guide, CHAP_Target.S3). Paths start at the job. */
export function checkLakeSettings(job: Job): Finding[] {
  const metadata = job['task-settings']?.TargetMetadata;
  const at = (key: string, value: boolean, message: string, hint?: string): Finding => ({
    path: ['task-settings', 'TargetMetadata', key],
    value,
    message,
    ...(hint === undefined ? {} : { hint }),
  });
  return [
    ...(metadata?.FullLobMode === true
      ? [
          at(
            'FullLobMode',
            true,
            'FullLobMode: true is not supported, as S3 has no full LOB mode: use LimitedSizeLobMode and LobMaxSize (KB)',
          ),
        ]
      : []),
    ...(metadata?.BatchApplyEnabled === true
      ? [
          at(
            'BatchApplyEnabled',
            true,
            'BatchApplyEnabled: true is not supported: with an S3 target, batch apply can lose data',
          ),
        ]
      : []),
    ...(metadata?.LimitedSizeLobMode === false && metadata.SupportLobs !== false
      ? [
          at(
            'LimitedSizeLobMode',
            false,
            'LimitedSizeLobMode: false leaves no LOB mode: S3 has no full LOB mode',
            'remove it, or set SupportLobs: false to drop LOB columns',
          ),
        ]
      : []),
  ];
}

/** LOB modes of a database target: if LOBs are copied, DMS needs exactly one. Paths start at the job. */
export function checkLobModes(job: Job): Finding[] {
  const metadata = job['task-settings']?.TargetMetadata;
  if (metadata === undefined || metadata.SupportLobs === false) return [];
  const { FullLobMode: full = false, LimitedSizeLobMode: limited = !full } = metadata;
  if (full !== limited) return [];
  return [
    {
      path: ['task-settings', 'TargetMetadata', 'LimitedSizeLobMode'],
      value: limited,
      message: `FullLobMode is ${full} and LimitedSizeLobMode is ${limited}: DMS needs exactly one of them to be true`,
      hint: 'remove LimitedSizeLobMode',
    },
  ];
}
