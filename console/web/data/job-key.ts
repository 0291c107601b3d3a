import { jobParts } from '../../../core/pages/hrefs';

export function departmentOf(key: string): string {
  return jobParts(key).department;
}
