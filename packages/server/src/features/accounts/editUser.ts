import { HordeError, type ModifyUser, type ModifyUserInput } from '@openhorde/contract';
import { ANONYMOUS_ID, KUDOS_MAX } from '@openhorde/rules';
import type { Adjustment } from '../../core/kudos/index.ts';
import type { Principal } from '../../http/index.ts';
import { cleanName, cleanText } from '../../platform/cleanText.ts';
import { isProfane } from '../../platform/profanity.ts';
import type { World } from '../../platform/world.ts';
import type { Deed } from '../audit/index.ts';
import { type Accounts, USERNAME_LENGTH_MAX } from './accounts.ts';
import type { User } from './user.ts';
import type { UserFields } from './userStore.ts';

const INTEGER_MAX = 2_147_483_647;
const PASSKEY_BYTES = 16;
const CONCURRENCY = { usual: 30, education: 200 } as const;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** One call: who wants what of which account, and what has come together so far. */
interface Edit {
  readonly target: User;
  readonly caller: Principal;
  readonly input: ModifyUserInput;
  readonly world: Pick<World, 'uuid' | 'secret' | 'now'>;
  readonly set: UserFields;
  readonly adjustments: Adjustment[];
  forgetsReports: boolean;
  /** What the caller is told beside the fields that were set. */
  readonly answer: Writable<ModifyUser>;
}

export interface EditUserNeeds {
  accounts: Accounts;
  world: Edit['world'];
  /** Balance in kudos. */
  balanceOf(userId: number): Promise<number>;
}

/**
 * Changes an account, field by field in the order of the wire (http-api-accounts §1): all of them, or none when one is
 * refused.
 * @returns the changed fields as they are now
 * @throws HordeError NotAdmin, NotModerator, AnonForbiddenUserMod, Profane…, TooLongUserName, UserNotDeleted …
 */
export async function editUser(
  { accounts, world, balanceOf }: EditUserNeeds,
  target: User,
  caller: Principal,
  input: ModifyUserInput,
): Promise<ModifyUser> {
  const edit: Edit = {
    target,
    caller,
    input,
    world,
    set: {},
    adjustments: [],
    forgetsReports: false,
    answer: {},
  };
  changeByAdmin(edit);
  changeByModerator(edit);
  changeBySelf(edit);
  const { set, adjustments, forgetsReports, answer } = edit;
  const nothing = Object.keys(set).length === 0 && adjustments.length === 0 && !forgetsReports;
  if (nothing) throw new HordeError('NoUserModSelected');
  const deed = deedOf(edit);
  const user = await accounts.change({ userId: target.id, set, adjustments, forgetsReports, deed });
  if (!user) throw new HordeError('UserNotFound');
  if (input.kudos !== undefined) answer.new_kudos = await balanceOf(user.id);
  return { ...answer, ...shown(user, set, caller.id === user.id) };
}

/** What everybody may change of himself. */
const OWN: ReadonlySet<string> = new Set([
  'public_workers',
  'username',
  'contact',
  'generate_proxy_passkey',
  'undelete',
] satisfies (keyof ModifyUserInput)[]);

/** What a moderator or an administrator does goes on record, to himself as well. */
function deedOf({ target, caller, input }: Edit): Deed | undefined {
  if (caller.id === target.id && Object.keys(input).every(field => OWN.has(field))) return undefined;
  return { actorId: caller.id, action: 'user.change', subject: `user:${target.id}`, detail: input };
}

/** The fields that were set, as they are now. */
function shown(user: User, set: UserFields, isOwn: boolean): ModifyUser {
  const told: Writable<ModifyUser> = {};
  if (set.usage_multiplier !== undefined) told.usage_multiplier = user.usageMultiplier;
  if (set.monthly_kudos !== undefined) told.monthly_kudos = user.monthlyKudos;
  if (set.concurrency !== undefined) told.concurrency = user.concurrency;
  if (set.worker_invited !== undefined) told.worker_invited = user.workerInvited;
  if (set.suspicions !== undefined) told.new_suspicion = user.suspicions;
  if (set.public_workers !== undefined) told.public_workers = user.publicWorkers;
  if (set.username !== undefined) told.username = user.username;
  if (set.contact !== undefined) told.contact = user.contact ?? '';
  if (set.admin_comment !== undefined) told.admin_comment = user.adminComment ?? '';
  // A moderator may void the passkey of a service by making another one, which the service cannot know: it makes its own.
  if (set.proxy_passkey !== undefined && isOwn) told.proxy_passkey = set.proxy_passkey;
  for (const role of ['moderator', ...MODERATED, 'special'] as const)
    if (set[role] !== undefined) told[role] = user[role];
  return told;
}

function changeByAdmin({ input, caller, target, world, set, adjustments }: Edit): void {
  const { kudos, monthly_kudos: monthly, usage_multiplier: multiplier, moderator } = input;
  const assertAdmin = () => {
    if (!caller.admin) throw new HordeError('NotAdmin');
  };
  if (kudos !== undefined) {
    assertAdmin();
    const cents = Math.trunc(within('kudos', kudos, KUDOS_MAX)) * 100;
    const eventId = `admin:${world.uuid()}`;
    adjustments.push({ eventId, userId: target.id, cents, entry: 'admin', action: 'admin' });
  }
  if (monthly !== undefined) {
    assertAdmin();
    set.monthly_kudos = Math.max(0, within('monthly_kudos', target.monthlyKudos + monthly, INTEGER_MAX));
    // What is added comes at once; what is taken away was received already.
    if (monthly > 0) {
      const eventId = `allowance:${world.uuid()}`;
      const cents = monthly * 100;
      adjustments.push({ eventId, userId: target.id, cents, entry: 'monthly', action: 'recurring' });
    }
    if (target.monthlyKudosLastReceivedAtMs === null)
      set.monthly_kudos_last_received_at = new Date(world.now());
  }
  if (multiplier !== undefined) {
    assertAdmin();
    set.usage_multiplier = multiplier;
  }
  if (moderator !== undefined) {
    assertAdmin();
    set.moderator = moderator;
  }
}

const MODERATED = ['trusted', 'flagged', 'customizer', 'vpn', 'service', 'education'] as const;

function changeByModerator(edit: Edit): void {
  const { input, caller, target, set } = edit;
  const { concurrency, worker_invited: invited, special, reset_suspicion: reset } = input;
  const assertModerator = () => {
    if (!caller.moderator) throw new HordeError('NotModerator');
  };
  if (concurrency !== undefined) {
    assertModerator();
    set.concurrency = concurrency;
  }
  if (invited !== undefined) {
    assertModerator();
    set.worker_invited = within('worker_invited', invited, INTEGER_MAX);
  }
  for (const role of MODERATED) {
    const value = input[role];
    if (value === undefined) continue;
    assertModerator();
    set[role] = value;
  }
  if (input.education !== undefined) changeConcurrencyOfEducation(target, input.education, set);
  if (special !== undefined) {
    assertModerator();
    set.special = special;
  }
  if (reset !== undefined) {
    assertModerator();
    set.suspicions = 0;
    edit.forgetsReports = true;
  }
  if (input.admin_comment !== undefined) {
    assertModerator();
    assertNotAnonymous(edit);
    if (isProfane(input.admin_comment)) throw new HordeError('ProfaneAdminComment');
    set.admin_comment = cleanText(input.admin_comment);
  }
}

/** A class has more waiting than one person, unless the call says how much. */
function changeConcurrencyOfEducation(target: User, education: boolean, set: UserFields): void {
  if (set.concurrency !== undefined || target.id === ANONYMOUS_ID) return;
  if (education && target.concurrency < CONCURRENCY.education) set.concurrency = CONCURRENCY.education;
  if (!education && target.concurrency === CONCURRENCY.education) set.concurrency = CONCURRENCY.usual;
}

function changeBySelf(edit: Edit): void {
  const { input, caller, target, world, set, answer } = edit;
  const {
    public_workers: publicWorkers,
    username,
    contact,
    generate_proxy_passkey: passkey,
    undelete,
  } = input;
  const assertMayEdit = () => {
    if (!caller.moderator && caller.id !== target.id) throw new HordeError('NotModerator');
  };
  if (publicWorkers !== undefined) {
    assertMayEdit();
    if (caller.kind === 'anonymous') throw new HordeError('AnonForbiddenUserMod');
    set.public_workers = publicWorkers;
  }
  if (username !== undefined) {
    assertMayEdit();
    assertNotAnonymous(edit);
    set.username = usernameOf(username);
  }
  if (contact !== undefined) {
    assertMayEdit();
    assertNotAnonymous(edit);
    if (isProfane(contact)) throw new HordeError('ProfaneUserContact');
    set.contact = cleanText(contact);
  }
  if (passkey !== undefined) {
    assertMayEdit();
    if (!caller.service) throw new HordeError('NonServiceForbidden');
    set.proxy_passkey = world.secret(PASSKEY_BYTES);
  }
  if (undelete !== undefined) {
    assertMayEdit();
    if (!target.deleted) throw new HordeError('UserNotDeleted');
    set.deleted = false;
    answer.undeleted = true;
  }
}

/** @throws HordeError ProfaneUserName, TooLongUserName, BadRequest when nothing is left of it */
function usernameOf(wanted: string): string {
  if (isProfane(wanted)) throw new HordeError('ProfaneUserName');
  if ([...wanted].length > USERNAME_LENGTH_MAX) throw new HordeError('TooLongUserName');
  const name = cleanName(wanted);
  if (name === '')
    throw new HordeError('BadRequest', { message: 'A user name must have letters that one can see.' });
  return name;
}

/** The name and the description of the anonymous account cannot be changed. */
function assertNotAnonymous({ target, caller }: Edit): void {
  if (target.id === ANONYMOUS_ID || caller.kind === 'anonymous') throw new HordeError('AnonForbiddenUserMod');
}

function within(field: string, value: number, most: number): number {
  if (Math.abs(value) <= most) return value;
  throw new HordeError('BadRequest', { message: `${field} cannot be beyond ${most} either way.` });
}
