import type { Balances } from '../../core/kudos/index.ts';
import type { FindNeeds } from '../../core/requests/index.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Accounts } from '../accounts/index.ts';
import type { DatasetList } from './datasets.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { Rating } from './saveRating.ts';
import type { SetRating } from './saveSet.ts';

/** Where images are rated. */
export interface RatingsSettings {
  /** Images are handed out and rated here. */
  here: boolean;
  /** Of a ratings service elsewhere, which is told what requesters think of their images. */
  address?: string;
}

/** What others keep, and ratings use. */
export interface RatingsParts extends FindNeeds {
  db: Platform['db'];
  world: Platform['world'];
  objects: Platform['objects'];
  config: { ratings: RatingsSettings };
  accounts: Pick<Accounts, 'byId'>;
  balances: Pick<Balances, 'known'>;
}

export interface RatingsNeeds {
  horde: RatingsParts;
  pseudonyms: Pseudonyms;
  datasets: DatasetList;
  saveRating(rating: Rating): Promise<number>;
  saveSet(set: SetRating): Promise<number>;
}
