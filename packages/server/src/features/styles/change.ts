import {
  type AnyDefinition,
  HordeError,
  type ModelStylePatchKobold,
  type ModelStylePatchStable,
  validate,
} from '@openhorde/contract';
import { hasPlaces, mayMakeStyles, sharedKeyExpired } from '@openhorde/rules';
import type { Principal } from '../../http/index.ts';
import { cleanText } from '../../platform/cleanText.ts';
import type { Executor } from '../../platform/db.ts';
import { recordDeed } from '../audit/index.ts';
import {
  assertDecent,
  assertModels,
  assertTags,
  distinct,
  meantBy,
  nameIsTaken,
  nameOf,
  tagsOf,
} from './fields.ts';
import type { StylesNeeds } from './needs.ts';
import { STYLE_COLUMNS, type Style, type StyleRow, styleOf } from './style.ts';
import type { StyleRules } from './styleRules.ts';

/** What is sent of a style, made or changed. */
export type StyleInput = ModelStylePatchStable | ModelStylePatchKobold;

type Needs = Pick<StylesNeeds, 'db' | 'world' | 'sharedKeys' | 'styles'>;
type Owner = () => Promise<Principal>;

/** The prompt of a style that names none. */
const PLAIN_PROMPT = '{p}{np}';

/**
 * Makes a style. In the order of http-api-styles §4.
 * @throws HordeError with the first reason to refuse it
 */
export async function makeStyle(
  needs: Needs,
  rules: StyleRules,
  input: StyleInput & { name: string },
  principal: Owner,
): Promise<Style> {
  assertModels(distinct(input.models ?? []));
  assertTags(distinct(input.tags ?? []));
  const owner = await principal();
  if (!mayMakeStyles(owner)) throw new HordeError('StylesRequiresCustomizer');
  if (owner.kind === 'anonymous') throw new HordeError('StylesAnonForbidden');
  assertDecent(input);
  const given = columnsOf(rules, input);
  await assertKeyPays(needs, input.sharedkey);
  if (owner.deleted) throw new HordeError('DeletedUser');
  const columns: StyleColumns = {
    name: nameOf(input.name),
    info: '',
    prompt: PLAIN_PROMPT,
    params: {},
    public: true,
    nsfw: false,
    tags: [],
    models: [],
    shared_key_id: null,
    ...given,
  };
  await assertNameFree(needs.db, owner.id, columns.name);
  assertValues(rules, columns, owner);
  const row = {
    ...columns,
    id: needs.world.uuid(),
    kind: rules.kind,
    user_id: owner.id,
    created_at: new Date(needs.world.now()),
  };
  const names = Object.keys(row);
  try {
    const { rows } = await needs.db.query<StyleRow>(
      `INSERT INTO styles AS s (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})
       RETURNING ${STYLE_COLUMNS}`,
      Object.values(row),
    );
    return styleOf(rows[0]!);
  } catch (error) {
    throw meantBy(error, { taken: nameIsTaken('style'), gone: new HordeError('SharedKeyInvalid') });
  }
}

/**
 * Changes what is named of a style. In the order of http-api-styles §3.
 * @throws HordeError with the first reason to refuse it
 */
export async function editStyle(
  needs: Needs,
  rules: StyleRules,
  id: string,
  input: StyleInput,
  principal: Owner,
): Promise<Style> {
  assertTags(distinct(input.tags ?? []));
  const caller = await principal();
  const found = await styleOfKind(needs, rules, id);
  if (found.ownerId !== caller.id) throw new HordeError('Forbidden');
  const { models, ...others } = input;
  const changes: StyleInput = models?.length ? input : others;
  if (changes.models) assertModels(distinct(changes.models));
  assertDecent(changes);
  const given = columnsOf(rules, changes);
  await assertKeyPays(needs, input.sharedkey);
  try {
    return await needs.db.transaction(async on => {
      const { rows } = await on.query<StyleRow>(
        `SELECT ${STYLE_COLUMNS} FROM styles s WHERE s.id = $1 FOR NO KEY UPDATE`,
        [found.id],
      );
      if (!rows[0]) throw new HordeError('StyleNotFound');
      const style = styleOf(rows[0]);
      if (given.name !== undefined && given.name !== style.name)
        await assertNameFree(on, caller.id, given.name);
      assertValues(rules, { ...style, ...given }, caller);
      const names = Object.keys(given);
      if (names.length === 0) return style;
      const { rows: changed } = await on.query<StyleRow>(
        `UPDATE styles s SET ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')} WHERE s.id = $1
         RETURNING ${STYLE_COLUMNS}`,
        [style.id, ...Object.values(given)],
      );
      return styleOf(changed[0]!);
    });
  } catch (error) {
    throw meantBy(error, { taken: nameIsTaken('style'), gone: new HordeError('SharedKeyInvalid') });
  }
}

/** Deletes a style with its examples. @throws HordeError StylesAnonForbidden, StyleNotFound, StyleGetMistmatch, Forbidden */
export async function deleteStyle(
  needs: Pick<Needs, 'db' | 'world' | 'styles'>,
  rules: StyleRules,
  id: string,
  caller: Principal,
): Promise<void> {
  if (caller.kind === 'anonymous') throw new HordeError('StylesAnonForbidden');
  const style = await styleOfKind(needs, rules, id);
  if (style.ownerId !== caller.id && !caller.moderator) throw new HordeError('Forbidden');
  await needs.db.transaction(async on => {
    await on.query('DELETE FROM styles WHERE id = $1', [style.id]);
    if (style.ownerId !== caller.id) {
      const detail = { name: style.name, owner: style.ownerId };
      await recordDeed(
        on,
        {
          actorId: caller.id,
          action: 'style.delete',
          subject: `style:${style.id}`,
          detail,
        },
        needs.world.now(),
      );
    }
  });
}

async function styleOfKind(
  { styles }: Pick<Needs, 'styles'>,
  { kind }: StyleRules,
  id: string,
): Promise<Style> {
  const style = await styles.byId(id);
  if (!style) throw new HordeError('StyleNotFound');
  if (style.kind !== kind) throw new HordeError('StyleGetMistmatch');
  return style;
}

interface StyleColumns {
  name: string;
  info: string;
  prompt: string;
  params: Record<string, unknown>;
  public: boolean;
  nsfw: boolean;
  tags: string[];
  models: string[];
  shared_key_id: string | null;
}

/** What was sent, as columns. @throws HordeError BadRequest */
function columnsOf({ params: schema }: StyleRules, input: StyleInput): Partial<StyleColumns> {
  const params = input.params && knownParams(schema, input.params);
  const { name, info, prompt, tags, models, sharedkey } = input;
  return {
    ...(name !== undefined && { name: nameOf(name) }),
    ...(info !== undefined && { info: cleanText(info) }),
    ...(prompt !== undefined && { prompt }),
    ...(params !== undefined && { params }),
    ...(input.public !== undefined && { public: input.public }),
    ...(input.nsfw !== undefined && { nsfw: input.nsfw }),
    ...(tags !== undefined && { tags: tagsOf(tags) }),
    ...(models !== undefined && { models: distinct(models) }),
    ...(sharedkey !== undefined && { shared_key_id: sharedkey }),
  };
}

/**
 * Of what was sent the parameters that a request knows: the schema of styles names fewer, but those that it passes over take
 * effect when the style is used, so they must be such as a request may have.
 * @throws HordeError BadRequest
 */
function knownParams(schema: AnyDefinition, sent: object): Record<string, unknown> {
  const known = Object.fromEntries(
    Object.entries(sent).filter(([key]) => key !== 'n' && Object.hasOwn(schema.properties, key)),
  );
  const faults = validate(schema, known);
  if (!faults) return known;
  const [path, sentence] = Object.entries(faults)[0]!;
  throw new HordeError('BadRequest', { message: `params.${path}: ${sentence}` });
}

/** The checks of a request, and the places of the prompt. @throws HordeError */
function assertValues(
  rules: StyleRules,
  style: Pick<Style, 'prompt' | 'params' | 'models'>,
  owner: Principal,
): void {
  rules.check(style, owner);
  if (!hasPlaces(rules.kind, style.prompt)) throw new HordeError('StylePromptMissingVars');
}

/** @throws HordeError BadRequest */
async function assertNameFree(on: Executor, userId: number, name: string): Promise<void> {
  const { rowCount } = await on.query('SELECT FROM styles WHERE user_id = $1 AND name = $2', [userId, name]);
  if (rowCount) throw nameIsTaken('style');
}

/** A key that is meant to pay for a style must be able to. @throws HordeError SharedKeyInvalid, SharedKeyEmpty, SharedKeyExpired */
async function assertKeyPays(
  { sharedKeys, world }: Pick<Needs, 'sharedKeys' | 'world'>,
  id: string | undefined,
): Promise<void> {
  if (id === undefined) return;
  const key = await sharedKeys.find(id);
  if (!key) throw new HordeError('SharedKeyInvalid');
  if (key.leftCents === 0) throw new HordeError('SharedKeyEmpty', { status: 400 });
  if (sharedKeyExpired(key, world.now())) throw new HordeError('SharedKeyExpired', { status: 400 });
}
