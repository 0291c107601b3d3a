/** Public entry point: the local EventBridge Scheduler alone, and its evaluation of schedule expressions. */
export { nextFire, type Timing } from './next-fire';
export { createScheduler, type Scheduler, type SchedulerOptions } from './service';
