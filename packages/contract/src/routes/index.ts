import * as alchemyJobs from './alchemyJobs.ts';
import * as alchemyRequests from './alchemyRequests.ts';
import * as collections from './collections.ts';
import * as dev from './dev.ts';
import * as filters from './filters.ts';
import * as imageJobs from './imageJobs.ts';
import * as imageRequests from './imageRequests.ts';
import * as imageStyles from './imageStyles.ts';
import * as keys from './keys.ts';
import * as kudos from './kudos.ts';
import * as operations from './operations.ts';
import * as ratings from './ratings.ts';
import * as sharedKeys from './sharedKeys.ts';
import * as stats from './stats.ts';
import * as status from './status.ts';
import * as styleExamples from './styleExamples.ts';
import * as teams from './teams.ts';
import * as textJobs from './textJobs.ts';
import * as textRequests from './textRequests.ts';
import * as textStyles from './textStyles.ts';
import * as users from './users.ts';
import * as webhooks from './webhooks.ts';
import * as workerMessages from './workerMessages.ts';
import * as workers from './workers.ts';

/** Every endpoint, by name. A new family of routes is one more file here. */
export const routes = {
  ...imageRequests,
  ...imageJobs,
  ...textRequests,
  ...textJobs,
  ...alchemyRequests,
  ...alchemyJobs,
  ...users,
  ...keys,
  ...sharedKeys,
  ...kudos,
  ...workers,
  ...workerMessages,
  ...teams,
  ...imageStyles,
  ...textStyles,
  ...styleExamples,
  ...collections,
  ...status,
  ...stats,
  ...operations,
  ...filters,
  ...webhooks,
  ...ratings,
  ...dev,
};
export type Routes = typeof routes;
