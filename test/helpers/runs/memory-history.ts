export { memoryHistory, memoryTable } from '../../../simulation/memory-history';
