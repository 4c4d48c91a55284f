import { type Static, Type } from 'typebox';
import { define } from '../define.ts';
import { date, integer, list, orNull, text } from '../fields.ts';

const ADDRESS = { minLength: 7, maxLength: 40 } as const;
const ADDRESS_WORDS = 'An address, or a network such as 198.51.100.0/24.';

export type AddTimeoutIPInput = Static<typeof AddTimeoutIPInput>;
export const AddTimeoutIPInput = define(
  'AddTimeoutIPInput',
  {
    ipaddr: text(ADDRESS_WORDS, ADDRESS),
    hours: integer('How long.', { minimum: 1, maximum: 720 }),
  },
  { description: 'A time-out for an address.', required: ['hours', 'ipaddr'] },
);

export type DeleteTimeoutIPInput = Static<typeof DeleteTimeoutIPInput>;
export const DeleteTimeoutIPInput = define(
  'DeleteTimeoutIPInput',
  { ipaddr: text(ADDRESS_WORDS, ADDRESS) },
  { description: 'A time-out to lift.', required: ['ipaddr'] },
);

export type AddWorkerTimeout = Static<typeof AddWorkerTimeout>;
export const AddWorkerTimeout = define(
  'AddWorkerTimeout',
  { days: integer('How long.', { minimum: 1, maximum: 30 }) },
  { description: 'A time-out for the address of a worker.', required: ['days'] },
);

export type IPTimeout = Static<typeof IPTimeout>;
export const IPTimeout = define(
  'IPTimeout',
  { ipaddr: text(ADDRESS_WORDS, ADDRESS), seconds: integer('How much longer.') },
  { description: 'An address in time-out.', required: ['ipaddr', 'seconds'] },
);

// Additions of ours: what moderators did, and what they were spared from reading by the filters.

export type AuditEntry = Static<typeof AuditEntry>;
export const AuditEntry = define(
  'AuditEntry',
  {
    id: integer('Its number, larger for later ones.'),
    created: date('When it was done.'),
    actor: orNull(text('Who did it, as name#id; null: the operator, by the command line.')),
    action: text('What was done, such as modes.change or worker.pause.'),
    subject: orNull(text('What it was done to, such as user:5, worker:<id>, address:<ip>.')),
    detail: Type.Unsafe<Record<string, unknown>>(
      Type.Object(
        {},
        { description: 'The fields of the deed, as they were sent.', additionalProperties: true },
      ),
    ),
  },
  { description: 'A deed of a moderator.' },
);

export type AuditLog = Static<typeof AuditLog>;
export const AuditLog = define(
  'AuditLog',
  {
    entries: list(AuditEntry, 'The latest first.'),
    next: integer('Ask with before=next for the page after this one; absent: this was the last.'),
  },
  { description: 'What moderators did.', output: 'skip-none' },
);

export type RefusedPrompt = Static<typeof RefusedPrompt>;
export const RefusedPrompt = define(
  'RefusedPrompt',
  {
    id: integer('Its number, larger for later ones.'),
    created: date('When it was sent.'),
    user: text('Who sent it, as name#id.'),
    ipaddr: text('From where.'),
    prompt: text('The prompt as it was sent.'),
  },
  { description: 'A prompt that the filters refused.' },
);

export type RefusedPrompts = Static<typeof RefusedPrompts>;
export const RefusedPrompts = define(
  'RefusedPrompts',
  {
    prompts: list(RefusedPrompt, 'The latest first. They are kept for 30 days.'),
    next: integer('Ask with before=next for the page after this one; absent: this was the last.'),
  },
  { description: 'Prompts that the filters refused.', output: 'skip-none' },
);
