import type { Static } from 'typebox';
import { defaulted, define, extend } from '../define.ts';
import { date, flag, integer, list, number, oneOf, orNull, text, UUID_LENGTH } from '../fields.ts';

const sum = (description: string) => defaulted(number(description), 0);
const count = (description: string) => defaulted(integer(description), 0);

export type UserKudosDetails = Static<typeof UserKudosDetails>;
export const UserKudosDetails = define(
  'UserKudosDetails',
  {
    accumulated: sum('Earned by work, less what was spent on requests.'),
    gifted: sum('Given to others.'),
    donated: sum('Given to education accounts.'),
    admin: sum('Given by the administrators.'),
    received: sum('Received from others.'),
    recurring: sum('Received month by month.'),
    awarded: sum('Received as awards.'),
    styled: sum('Earned by styles.'),
  },
  { description: 'Where the kudos of a user come from.' },
);

export type UserThingRecords = Static<typeof UserThingRecords>;
export const UserThingRecords = define(
  'UserThingRecords',
  { megapixelsteps: sum('Of images.'), tokens: count('Of texts.') },
  { description: 'Amounts of work.' },
);

export type UserAmountRecords = Static<typeof UserAmountRecords>;
export const UserAmountRecords = define(
  'UserAmountRecords',
  { image: count('Images.'), text: count('Texts.'), interrogation: count('Alchemy forms.') },
  { description: 'Numbers of things.' },
);

export type UserRecords = Static<typeof UserRecords>;
export const UserRecords = define(
  'UserRecords',
  {
    usage: UserThingRecords,
    contribution: UserThingRecords,
    fulfillment: UserAmountRecords,
    request: UserAmountRecords,
    style: UserAmountRecords,
  },
  { description: 'What a user used and gave.' },
);

export type UserActiveGenerations = Static<typeof UserActiveGenerations>;
export const UserActiveGenerations = define(
  'UserActiveGenerations',
  {
    text: list(text('Request id.'), 'Text requests.'),
    image: list(text('Request id.'), 'Image requests.'),
    alchemy: list(text('Request id.'), 'Alchemy requests.'),
  },
  { description: 'The requests of a user that still exist.', output: 'skip-none' },
);

export type MonthlyKudos = Static<typeof MonthlyKudos>;
export const MonthlyKudos = define(
  'MonthlyKudos',
  { amount: integer('Each month.'), last_received: date('When they last came.') },
  { description: 'Kudos that come every month.', output: 'skip-none' },
);

export type UsageDetails = Static<typeof UsageDetails>;
export const UsageDetails = define(
  'UsageDetails',
  { megapixelsteps: orNull(number('No longer filled.')), requests: orNull(integer('No longer filled.')) },
  { description: 'Obsolete; see records.' },
);

export type ContributionsDetails = Static<typeof ContributionsDetails>;
export const ContributionsDetails = define(
  'ContributionsDetails',
  { megapixelsteps: orNull(number('No longer filled.')), fulfillments: orNull(integer('No longer filled.')) },
  { description: 'Obsolete; see records.' },
);

export type ResponseModelStylesShort = Static<typeof ResponseModelStylesShort>;
export const ResponseModelStylesShort = define(
  'ResponseModelStylesShort',
  { name: text('As user#id::style::name.'), id: text('The id of the style.') },
  { description: 'A style in brief.', output: 'skip-none' },
);

export type ResponseModelStylesUser = Static<typeof ResponseModelStylesUser>;
export const ResponseModelStylesUser = extend(
  ResponseModelStylesShort,
  'ResponseModelStylesUser',
  { type: oneOf(['image', 'text'], 'What it is for.') },
  { description: 'A style of a user.', output: 'skip-none' },
);

export type UserDetails = Static<typeof UserDetails>;
export const UserDetails = define(
  'UserDetails',
  {
    username: text('name#id'),
    id: integer('The number of the user; 0: Anonymous.'),
    kudos: number('The balance.'),
    evaluating_kudos: number('Kudos held back until the user is trusted; moderators see it.'),
    concurrency: integer('How many jobs of the user may wait at a time.'),
    worker_invited: integer('How many workers the user may have while workers are by invitation.'),
    moderator: flag('A moderator.'),
    kudos_details: UserKudosDetails,
    worker_count: integer('Image and text workers.'),
    worker_ids: list(
      text('Worker id.', UUID_LENGTH),
      'For the user himself, or for all when he made them public.',
    ),
    styles: list(ResponseModelStylesUser, 'The public styles; the user himself sees all.'),
    sharedkey_ids: list(
      text('Shared key.'),
      'For the user himself, by a key of scope all; for others it is empty.',
    ),
    active_generations: UserActiveGenerations,
    monthly_kudos: MonthlyKudos,
    trusted: flag('Trusted.'),
    flagged: flag('Under suspicion: no transfers, no workers.'),
    vpn: flag('May run workers behind a VPN.'),
    service: flag('A service that acts for accounts of its own.'),
    education: flag('An account for teaching.'),
    customizer: flag('May offer models of his own.'),
    special: flag('May use special models.'),
    deleted: flag('Marked as deleted.'),
    suspicious: integer('Points of suspicion; moderators see it.'),
    pseudonymous: flag('Registered without an account elsewhere.'),
    contact: text('How to reach the user; for the user himself.'),
    admin_comment: text('Note of the moderators.'),
    proxy_passkey: text('Not shown: a passkey is told to its service, when it is made.'),
    account_age: integer('Seconds since the account was made.'),
    usage: UsageDetails,
    contributions: ContributionsDetails,
    records: UserRecords,
  },
  { description: 'A user.', output: 'skip-none' },
);
