/** The shapes of the bank's HTTP API: types of the back end that serves this app, and nothing else of it. */
// eslint-disable-next-line @nx/enforce-module-boundaries -- erased when compiled
export type * from '../../src/api.js';
