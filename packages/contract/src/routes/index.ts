import * as dev from './dev.ts';
import * as imageJobs from './imageJobs.ts';
import * as imageRequests from './imageRequests.ts';
import * as status from './status.ts';
import * as users from './users.ts';
import * as workers from './workers.ts';

/** Every endpoint, by name. A new family of routes is one more file here. */
export const routes = { ...imageRequests, ...imageJobs, ...users, ...workers, ...status, ...dev };
export type Routes = typeof routes;
