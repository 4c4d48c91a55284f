import type { TextRequirements, TextWorkerOffer } from '@openhorde/rules';
import type { Entry } from '../../core/board/index.ts';
import type { Kind, KindRules } from '../../core/kind.ts';

/** A request for texts as the board knows it, and the kind that it is of. */
export type TextEntry = Entry<TextRequirements>;
export type TextRules = KindRules<TextRequirements, TextWorkerOffer>;
export type TextKind = Kind<TextRequirements, TextWorkerOffer>;
