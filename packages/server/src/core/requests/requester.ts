import type { Cents, SharedKeyLimits } from '@openhorde/rules';
import type { Principal } from '../../http/index.ts';

/** A shared key, as far as it is asked who pays. */
export interface PayingKey extends SharedKeyLimits {
  /** The credential itself. */
  readonly id: string;
  readonly userId: number;
  /** Null: never. */
  readonly expiresAtMs: number | null;
  /** What may still be spent; null: without limit, 0: used up. */
  readonly leftCents: Cents | null;
  /** `leftCents` less what its requests hold; below 0 when its owner has lowered it since. */
  readonly freeCents: Cents | null;
  /** It pays for a style alone. */
  readonly styleBound: boolean;
}

/** The style of a request, as far as its payment and its counting ask about it. */
export interface AppliedStyle {
  id: string;
  collectionId: string | undefined;
  ownerId: number;
  /** The key that pays for requests by this style. */
  sharedKeyId: string | null;
}

/** Who asks, from where and with what software. */
export interface Requester {
  /** Whose request it is, and who pays for it. */
  user: Principal;
  /** The account whose key was shown, or of the shared key that was. */
  askerId: number;
  /** The key of the user that it was made with, which is charged as well. */
  sharedKey?: PayingKey;
  /** It waits behind the others: its shared key cannot pay for it. */
  lowPriority?: boolean;
  /** The style that the request is made by. */
  style?: AppliedStyle | undefined;
  ip: string;
  /** Address of the service that calls for one of its users. */
  proxyIp?: string | undefined;
  clientAgent: string;
  /** The account of a service that it asks for. */
  proxiedAccount?: string | undefined;
}
