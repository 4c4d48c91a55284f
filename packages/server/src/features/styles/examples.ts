import {
  HordeError,
  type InputStyleExamplePost,
  isUuid,
  type Output,
  type StyleExample,
} from '@openhorde/contract';
import { isPublicUrl } from '@openhorde/outbound';
import { STYLE_EXAMPLES_MAX } from '@openhorde/rules';
import type { Principal } from '../../http/index.ts';
import { type Executor, statement } from '../../platform/db.ts';
import { recordDeed } from '../audit/index.ts';
import type { StylesNeeds } from './needs.ts';
import type { Style } from './style.ts';

/**
 * Images that show what a style does. While a style has examples exactly one of them is primary: the first one, one that is
 * made so later, or the oldest that is left. Changes lock the row of the style, so that two of them follow each other.
 */

interface Row extends Record<string, unknown> {
  id: string;
  style_id: string;
  url: string;
  is_primary: boolean;
}

const EXAMPLES = statement<Row>(
  'style-examples',
  'SELECT id, style_id, url, is_primary FROM style_examples WHERE style_id = ANY($1) ORDER BY number',
);

const EXAMPLE = statement('style-example', 'SELECT 1 FROM style_examples WHERE id = $1');

type Needs = Pick<StylesNeeds, 'db' | 'world' | 'styles'>;
type Caller = () => Promise<Principal>;

const URL_LENGTH_MAX = 2048;

/** Style → its examples, oldest first. */
export async function readExamples(
  on: Executor,
  styleIds: readonly string[],
): Promise<Map<string, Output<StyleExample>[]>> {
  const examples = new Map<string, Output<StyleExample>[]>();
  if (styleIds.length === 0) return examples;
  for (const { id, style_id, url, is_primary } of await EXAMPLES.run(on, [styleIds])) {
    const list = examples.get(style_id);
    const example = { id, url, primary: is_primary };
    if (list) list.push(example);
    else examples.set(style_id, [example]);
  }
  return examples;
}

/**
 * @returns the id of the new example
 * @throws HordeError in the order of http-api-styles §5
 */
export async function addExample(
  needs: Needs,
  styleId: string,
  { url, primary }: Required<InputStyleExamplePost>,
  caller: Caller,
): Promise<string> {
  assertAddress(url);
  const hand = await ownStyle(needs, styleId, await caller());
  const { style } = hand;
  if (style.kind !== 'image') {
    throw new HordeError('BadRequest', { message: 'Examples are images, and this is a style for texts.' });
  }
  return changing(needs, hand, { add: url }, async (on, examples) => {
    if (examples.length >= STYLE_EXAMPLES_MAX) throw new HordeError('TooManyStyleExamples');
    assertFree(examples, url);
    const becomesPrimary = primary || examples.length === 0;
    if (becomesPrimary) await demote(on, style.id);
    const id = needs.world.uuid();
    await on.query('INSERT INTO style_examples (id, style_id, url, is_primary) VALUES ($1, $2, $3, $4)', [
      id,
      style.id,
      url,
      becomesPrimary,
    ]);
    return id;
  });
}

/** Changes what is named of an example. @throws HordeError */
export async function editExample(
  needs: Needs,
  styleId: string,
  exampleId: string,
  { url, primary }: InputStyleExamplePost,
  caller: Caller,
): Promise<void> {
  if (url !== undefined) assertAddress(url);
  await assertExample(needs, styleId, exampleId);
  const hand = await ownStyle(needs, styleId, await caller());
  await changing(needs, hand, { change: exampleId, url, primary }, async (on, examples) => {
    const example = found(examples, exampleId);
    if (url !== undefined) {
      assertFree(
        examples.filter(other => other !== example),
        url,
      );
    }
    if (primary === false && example.is_primary) {
      throw new HordeError('BadRequest', {
        message: 'One of the examples must be the primary one. Make another one primary instead.',
      });
    }
    if (primary) await demote(on, hand.style.id);
    await on.query('UPDATE style_examples SET url = $2, is_primary = $3 WHERE id = $1', [
      example.id,
      url ?? example.url,
      primary ?? example.is_primary,
    ]);
  });
}

/** @throws HordeError */
export async function removeExample(
  needs: Needs,
  styleId: string,
  exampleId: string,
  caller: Caller,
): Promise<void> {
  await assertExample(needs, styleId, exampleId);
  const hand = await ownStyle(needs, styleId, await caller());
  await changing(needs, hand, { remove: exampleId }, async (on, examples) => {
    const example = found(examples, exampleId);
    await on.query('DELETE FROM style_examples WHERE id = $1', [example.id]);
    const heir = examples.find(other => other !== example);
    if (example.is_primary && heir)
      await on.query('UPDATE style_examples SET is_primary = true WHERE id = $1', [heir.id]);
  });
}

function assertAddress(url: string): void {
  if (url.length > URL_LENGTH_MAX || !isPublicUrl(url, ['https:'])) {
    throw new HordeError('BadRequest', {
      message: `The url of an example is a public https:// address of ${URL_LENGTH_MAX} characters at most.`,
    });
  }
}

/**
 * What is not an example of this style is not found, whosever it is. One of another style is let pass here where there is no
 * style of this id, which is said once it is known who asks. @throws HordeError
 */
async function assertExample({ db, styles }: Needs, styleId: string, exampleId: string): Promise<void> {
  const isStyle = isUuid(styleId) && (await styles.byId(styleId)) !== undefined;
  if (isStyle) found(await EXAMPLES.run(db, [[styleId]]), exampleId);
  else if (!isUuid(exampleId) || (await EXAMPLE.run(db, [exampleId])).length === 0)
    throw new HordeError('Style exampleNotFound');
}

function found(examples: readonly Row[], id: string): Row {
  const example = examples.find(one => one.id === id);
  if (!example) throw new HordeError('Style exampleNotFound');
  return example;
}

/** A style, and who has it in his hands: its owner, or a moderator. */
interface Hand {
  style: Style;
  callerId: number;
}

async function ownStyle({ styles }: Needs, id: string, caller: Principal): Promise<Hand> {
  const style = await styles.byId(id);
  if (!style) throw new HordeError('StyleNotFound');
  if (style.ownerId !== caller.id && !caller.moderator) throw new HordeError('Forbidden');
  return { style, callerId: caller.id };
}

function assertFree(others: readonly Row[], url: string): void {
  if (others.some(other => other.url === url)) throw new HordeError('ExampleURLAlreadyInUse');
}

/** Only one may be primary at any time. */
async function demote(on: Executor, styleId: string): Promise<void> {
  await on.query('UPDATE style_examples SET is_primary = false WHERE style_id = $1 AND is_primary', [
    styleId,
  ]);
}

/** @throws HordeError StyleNotFound when the style has gone meanwhile */
async function changing<T>(
  { db, world }: Needs,
  { style: { id, ownerId }, callerId }: Hand,
  detail: object,
  work: (on: Executor, examples: Row[]) => Promise<T>,
): Promise<T> {
  return db.transaction(async on => {
    const { rowCount } = await on.query('SELECT FROM styles WHERE id = $1 FOR NO KEY UPDATE', [id]);
    if (rowCount === 0) throw new HordeError('StyleNotFound');
    if (callerId !== ownerId)
      await recordDeed(
        on,
        { actorId: callerId, action: 'style.examples', subject: `style:${id}`, detail },
        world.now(),
      );
    return work(on, await EXAMPLES.run(on, [[id]]));
  });
}
