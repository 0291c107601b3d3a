import { startAction } from '../../environment/start-action';

export const resumeJob = startAction('resume');
