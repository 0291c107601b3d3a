import { bringUp } from '../../environment/bring-up';

export const resumeJob = bringUp('resume');
