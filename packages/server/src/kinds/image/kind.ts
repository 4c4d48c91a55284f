import type { ImageRequirements, ImageWorkerOffer } from '@openhorde/rules';
import type { Entry } from '../../core/board/index.ts';
import type { Kind, KindRules } from '../../core/kind.ts';

/** A request for images as the board knows it, and the kind that it is of. */
export type ImageEntry = Entry<ImageRequirements>;
export type ImageRules = KindRules<ImageRequirements, ImageWorkerOffer>;
export type ImageKind = Kind<ImageRequirements, ImageWorkerOffer>;
