import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../http/index.ts';
import { deleteStyle, editStyle, makeStyle } from './change.ts';
import { collectionRoutes } from './collectionRoutes.ts';
import { addExample, editExample, removeExample } from './examples.ts';
import type { StylesNeeds } from './needs.ts';
import { showImageStyles, showTextStyles } from './show.ts';
import type { Style, StyleKind } from './style.ts';
import type { StyleRules } from './styleRules.ts';
import { assertSort } from './styles.ts';

export interface StyleRoutesNeeds {
  image: StyleRules;
  text: StyleRules;
}

/** `styles` of both kinds, their examples, and `collections`. */
export function styleRoutes(app: FastifyInstance, horde: StylesNeeds, rules: StyleRoutesNeeds): void {
  imageRoutes(app, horde, rules.image);
  textRoutes(app, horde, rules.text);
  exampleRoutes(app, horde);
  collectionRoutes(app, horde);
}

function imageRoutes(app: FastifyInstance, horde: StylesNeeds, rules: StyleRules): void {
  const show = async (style: Style) => (await showImageStyles(horde, [style]))[0]!;
  // Always a list, since clients go through it without a look.
  const done = (style: Style) => ({ id: style.id, message: 'OK', warnings: rules.warnings?.(style) ?? [] });

  mount(app, routes.imageStyles, async call =>
    showImageStyles(horde, await pageOf(horde, 'image', call.query)),
  );

  mount(app, routes.makeImageStyle, async call =>
    done(await makeStyle(horde, rules, call.body, () => call.principal())),
  );

  mount(app, routes.imageStyleById, async call =>
    show(ofKind(await horde.styles.byId(call.params.style_id), 'image', 'Image styleNotFound')),
  );

  mount(app, routes.imageStyleByName, async call =>
    show(ofKind(await horde.styles.byName(call.params.style_name, 'image'), 'image', 'StyleNotFound')),
  );

  mount(app, routes.editImageStyle, async call =>
    done(await editStyle(horde, rules, call.params.style_id, call.body, () => call.principal())),
  );

  mount(app, routes.deleteImageStyle, async call => {
    await deleteStyle(horde, rules, call.params.style_id, await call.principal());
    return { message: 'OK' };
  });
}

function textRoutes(app: FastifyInstance, horde: StylesNeeds, rules: StyleRules): void {
  const show = async (style: Style) => (await showTextStyles(horde, [style]))[0]!;
  const done = (style: Style) => ({ id: style.id, message: 'OK' });

  mount(app, routes.textStyles, async call => showTextStyles(horde, await pageOf(horde, 'text', call.query)));

  mount(app, routes.makeTextStyle, async call =>
    done(await makeStyle(horde, rules, call.body, () => call.principal())),
  );

  mount(app, routes.textStyleById, async call =>
    show(ofKind(await horde.styles.byId(call.params.style_id), 'text', 'Text styleNotFound')),
  );

  mount(app, routes.textStyleByName, async call =>
    show(ofKind(await horde.styles.byName(call.params.style_name, 'text'), 'text', 'StyleNotFound')),
  );

  mount(app, routes.editTextStyle, async call =>
    done(await editStyle(horde, rules, call.params.style_id, call.body, () => call.principal())),
  );

  mount(app, routes.deleteTextStyle, async call => {
    await deleteStyle(horde, rules, call.params.style_id, await call.principal());
    return { message: 'OK' };
  });
}

function exampleRoutes(app: FastifyInstance, horde: StylesNeeds): void {
  mount(app, routes.makeStyleExample, async call => {
    const { url, primary } = call.body;
    const id = await addExample(horde, call.params.style_id, { url, primary }, () => call.principal());
    return { id, message: 'OK' };
  });

  mount(app, routes.editStyleExample, async call => {
    const { style_id: styleId, example_id: id } = call.params;
    await editExample(horde, styleId, id, call.body, () => call.principal());
    return { id, message: 'OK', warnings: [] };
  });

  mount(app, routes.deleteStyleExample, async call => {
    const { style_id: styleId, example_id: id } = call.params;
    await removeExample(horde, styleId, id, () => call.principal());
    return { message: 'OK' };
  });
}

interface PageQuery {
  sort: string;
  page: number;
  tag?: string;
  model?: string;
}

function pageOf(
  { styles }: Pick<StylesNeeds, 'styles'>,
  kind: StyleKind,
  { sort, page, tag, model }: PageQuery,
): Promise<Style[]> {
  return styles.page({ kind, sort: assertSort(sort), page, tag, model });
}

/** @throws HordeError the code given, or StyleGetMistmatch */
function ofKind(
  style: Style | undefined,
  kind: StyleKind,
  missing: 'Image styleNotFound' | 'Text styleNotFound' | 'StyleNotFound',
): Style {
  if (!style) throw new HordeError(missing);
  if (style.kind !== kind) throw new HordeError('StyleGetMistmatch');
  return style;
}
