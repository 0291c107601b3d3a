/** Public entry point: the local DMS alone. */
export { dropSlot } from './capture/slots';
export type { TaskEvent } from './control/events';
export type { TaskSnapshot } from './control/tasks/task-snapshot';
export { createDms, type DmsDependencies, type DmsService } from './dms';
export type { SimulatedRows, SimulatedSource, SimulatedTable } from './simulated/simulated-rows';
