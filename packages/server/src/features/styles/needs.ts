import type { Platform } from '../../platform/platform.ts';
import type { Accounts } from '../accounts/index.ts';
import type { SharedKeys } from '../sharedkeys/index.ts';
import type { Collections } from './collections.ts';
import type { Styles } from './styles.ts';

/** What styles and collections are made and shown with. */
export interface StylesNeeds extends Pick<Platform, 'db' | 'world'> {
  accounts: Pick<Accounts, 'byIds'>;
  sharedKeys: Pick<SharedKeys, 'find'>;
  styles: Styles;
  collections: Collections;
}
