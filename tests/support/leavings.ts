// What a gateway has on the host besides processes: its control groups and its runtime folder.
export { leavingsOf, type Leavings } from '../../src/host/gateway-footprint.js';
